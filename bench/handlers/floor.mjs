/** The least that a webhook can do with an event: parse the body, write a small answer. */
export const handler = async (event) => {
  const { request } = JSON.parse(event.body);
  const answer = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: request.uid, allowed: true } };
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer), isBase64Encoded: false };
};
