/** The names of clusters and namespaces. */

/** A cluster's name, in a URL's path and in the policy alike. */
export const clusterPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A namespace's name (RFC 1123, label). */
export const namespacePattern = clusterPattern;
