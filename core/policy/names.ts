/** The names of clusters and namespaces. */

/** A DNS label (RFC 1123): a cluster's name, in a URL's path and in the policy alike, and a namespace's. */
export const namePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
