/** Names and values that look like secrets. A value never becomes part of a message. */

const name =
  /(?:^|_)(?:api_?key|access_?key(?:_id)?|secret(?:_?key)?|private_?key|ssh_?key|signing_?key|encryption_?key|auth|token|credentials?|pass(?:word|wd|phrase)?|pword|pwd)(?:_|$)/i;

const harmless = /(?:^|_)public(?:_|$)|_(?:file|path|dir|url|uri|name|header|type|ttl|length|enabled|required)$/i;

/** The words that secret stores use; where the secret lies is no secret. */
export function isSecretName(variable: string): boolean {
  return variable.length <= 256 && name.test(variable) && !harmless.test(variable);
}

const values = [
  /AKIA[0-9A-Z]{16}/,
  /gh[pousr]_[A-Za-z0-9]{36}/,
  /github_pat_[A-Za-z0-9_]{22}/,
  /glpat-[A-Za-z0-9_-]{20}/,
  /xox[abprs]-[A-Za-z0-9-]{10}/,
  /npm_[A-Za-z0-9]{36}/,
  /sk_live_[A-Za-z0-9]{16}/,
  /AIza[0-9A-Za-z_-]{35}/,
  /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----/,
];

/** Formats that are used for nothing else. */
export function hasSecretValue(text: string): boolean {
  return values.some((pattern) => pattern.test(text));
}

const files =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.npmrc|\.netrc|_netrc|\.pypirc|\.git-credentials|\.dockercfg|\.docker|\.aws|\.ssh|\.gnupg|\.kube|kubeconfig|\.env(?:\..+)?|\.htpasswd|credentials(?:\.json)?|service-?account.*\.json|.+\.(?:p12|pfx|jks|keystore|kdbx|ppk|key)|.*(?:private|secret).*\.pem)$/i;

/** A file's or folder's own name. */
export function isSecretFile(base: string): boolean {
  return base.length <= 256 && files.test(base) && !/example|sample|template|\.dist$|public|\.pub$/i.test(base);
}
