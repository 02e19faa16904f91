/**
 * Mirror Pods: the API server's image of a static Pod, which the kubelet runs from a file whatever is answered. Denying one
 * hides a Pod and stops none, so that nothing is asked. Only a node may say so: anybody can write the annotation.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ ; conditions are known since Kubernetes 1.27.
 */
const byNode = "request.userInfo.username.startsWith('system:node:') && 'system:nodes' in request.userInfo.groups";
const isMirror = "has(object.metadata.annotations) && 'kubernetes.io/config.mirror' in object.metadata.annotations";

export const matchConditions: readonly object[] = [
  {
    name: 'not-a-mirror-pod-of-a-node',
    expression: `!(request.resource.resource == 'pods' && request.operation == 'CREATE' && ${byNode} && ${isMirror})`,
  },
];
