/**
 * Loaded before the function: the names of ECR's registries resolve to a public address, as the guard wants it, and a connection
 * to it ends at the test's registry (REGISTRY_PORT). Certificates are checked by their names as ever.
 */
const dns = process.getBuiltinModule('node:dns/promises');
const tls = process.getBuiltinModule('node:tls');
const { lookup } = dns;
const { connect } = tls;
const isEcr = (name) => /\.dkr\.ecr\./.test(name ?? '');

dns.lookup = async (name, options) => (isEcr(name) ? [{ address: '52.95.112.1', family: 4 }] : lookup(name, options));

tls.connect = (options, ...rest) => {
  if (!isEcr(options.host)) return connect(options, ...rest);
  const guarded = (name, how, done) =>
    options.lookup(name, how, (error, ...found) => {
      if (error) done(error, ...found);
      else if (how.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(null, '127.0.0.1', 4);
    });
  return connect({ ...options, port: Number(process.env.REGISTRY_PORT), lookup: guarded }, ...rest);
};
