/** One failing and one passing example of every rule: the documentation shows them, and a test holds the rules to them. */

export interface RuleExample {
  /** The rule finds something here. */
  readonly failing: string;
  /** The same, mended: it finds nothing. */
  readonly passing: string;
}

const base = 'FROM debian:12-slim\n';

/** `RUN` lines on a plain base. */
function run(failing: string, passing: string): RuleExample {
  return { failing: `${base}RUN ${failing}\n`, passing: `${base}RUN ${passing}\n` };
}

/** Whole instructions on a plain base. */
function lines(failing: string, passing: string): RuleExample {
  return { failing: `${base}${failing}\n`, passing: `${base}${passing}\n` };
}

/** By rule id. */
export const dockerfileExamples: Readonly<Record<string, RuleExample>> = {
  'absolute-workdir': lines('WORKDIR app', 'WORKDIR /app'),
  'pointless-command': run('service nginx start', 'nginx -t'),
  'root-user': lines('USER root', 'USER 65532:65532'),
  'cd-in-run': lines('RUN cd /src && ./configure', 'WORKDIR /src\nRUN ./configure'),
  'no-sudo': run('sudo install -d /data', 'install -d /data'),
  'missing-tag': { failing: 'FROM debian\n', passing: 'FROM debian:12-slim\n' },
  'mutable-tag': { failing: 'FROM alpine:latest\n', passing: 'FROM alpine:3.22\n' },
  'apt-unpinned': run('apt-get update && apt-get install -y tini', 'apt-get update && apt-get install -y tini=0.19.0-1'),
  'apt-lists-left': run(
    'apt-get update && apt-get install -y tini',
    'apt-get update && apt-get install -y tini && rm -rf /var/lib/apt/lists/*',
  ),
  'archive-copied': lines('COPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt', 'ADD app.tar.gz /opt/'),
  'invalid-port': lines('EXPOSE 80800', 'EXPOSE 8080'),
  'several-healthchecks': lines('HEALTHCHECK CMD /a\nHEALTHCHECK CMD /b', 'HEALTHCHECK CMD /b'),
  'pip-unpinned': run('pip install --no-cache-dir flask', 'pip install --no-cache-dir flask==3.1.0'),
  'apt-asks': run('apt-get install tini', 'apt-get install -y tini'),
  'apt-recommends': run('apt-get install -y tini', 'apt-get install -y --no-install-recommends tini'),
  'npm-unpinned': run('npm install -g pnpm', 'npm install -g pnpm@9.15.0'),
  'apk-unpinned': {
    failing: 'FROM alpine:3.22\nRUN apk add --no-cache tini\n',
    passing: 'FROM alpine:3.22\nRUN apk add --no-cache tini~0.19\n',
  },
  'apk-cache': {
    failing: 'FROM alpine:3.22\nRUN apk add tini=0.19.0-r3\n',
    passing: 'FROM alpine:3.22\nRUN apk add --no-cache tini=0.19.0-r3\n',
  },
  'add-instead-of-copy': lines('ADD app /app', 'COPY app /app'),
  'copy-to-folder': lines('COPY a.js b.js /app', 'COPY a.js b.js /app/'),
  'copy-from-unknown-stage': {
    failing: 'FROM scratch\nCOPY --from=build /app /app\n',
    passing: 'FROM golang:1.25 AS build\nFROM scratch\nCOPY --from=build /app /app\n',
  },
  'copy-from-itself': {
    failing: 'FROM golang:1.25 AS build\nCOPY --from=build /a /b\n',
    passing: 'FROM golang:1.25 AS build\nCOPY /a /b\n',
  },
  'duplicate-stage-name': {
    failing: 'FROM golang:1.25 AS build\nFROM node:24 AS build\n',
    passing: 'FROM golang:1.25 AS server\nFROM node:24 AS pages\n',
  },
  'shell-form-command': lines('CMD nginx -g "daemon off;"', 'CMD ["nginx", "-g", "daemon off;"]'),
  'apt-for-people': run('apt install -y tini', 'apt-get install -y tini'),
  'gem-unpinned': run('gem install bundler', 'gem install bundler:2.6.2'),
  'fixed-platform': { failing: 'FROM --platform=linux/amd64 debian:12-slim\n', passing: 'FROM --platform=$BUILDPLATFORM debian:12-slim\n' },
  'yum-asks': run('yum install httpd-2.4.62', 'yum install -y httpd-2.4.62'),
  'yum-cache': run('yum install -y httpd-2.4.62', 'yum install -y httpd-2.4.62 && yum clean all'),
  'yum-unpinned': run('yum install -y httpd', 'yum install -y httpd-2.4.62'),
  'zypper-asks': run('zypper install httpd=2.4.62', 'zypper install -y httpd=2.4.62'),
  'zypper-dist-upgrade': run('zypper dup -y', 'zypper install -y httpd=2.4.62'),
  'zypper-cache': run('zypper install -y httpd=2.4.62', 'zypper install -y httpd=2.4.62 && zypper clean'),
  'zypper-unpinned': run('zypper install -y httpd', 'zypper install -y httpd=2.4.62'),
  'dnf-asks': run('dnf install httpd-2.4.62', 'dnf install -y httpd-2.4.62'),
  'dnf-cache': run('microdnf install -y httpd-2.4.62', 'microdnf install -y httpd-2.4.62 && microdnf clean all'),
  'dnf-unpinned': run('dnf install -y httpd', 'dnf install -y httpd-2.4.62'),
  'pip-cache': run('pip install flask==3.1.0', 'pip install --no-cache-dir flask==3.1.0'),
  'forbidden-onbuild': lines('ONBUILD FROM debian:12', 'ONBUILD COPY . /app'),
  'env-refers-to-itself': lines('ENV HOME=/app PATH=$HOME/bin:$PATH', 'ENV HOME=/app\nENV PATH=$HOME/bin:$PATH'),
  'relative-copy-destination': lines('COPY app app', 'WORKDIR /srv\nCOPY app app'),
  'useradd-sparse-log': run('useradd -u 1000000 app', 'useradd --no-log-init -u 1000000 app'),
  'wget-progress': run('wget https://example.com/a', 'wget -q https://example.com/a'),
  'invalid-label-key': lines('LABEL Vendor_Name="acme"', 'LABEL com.example.vendor="acme"'),
  'consecutive-runs': lines('RUN ./a.sh\nRUN ./b.sh', 'RUN ./a.sh && ./b.sh'),
  'yarn-cache': run('yarn install', 'yarn install && yarn cache clean'),
  'starts-with-from': { failing: 'LABEL a=b\nFROM debian:12\n', passing: 'ARG VERSION=12\nFROM debian:$VERSION\n' },
  'go-unpinned': run('go install example.com/tool', 'go install example.com/tool@v1.2.3'),
  'reserved-stage-name': { failing: 'FROM debian:12 AS context\n', passing: 'FROM debian:12 AS build\n' },
  'deprecated-maintainer': lines('MAINTAINER a@example.com', 'LABEL org.opencontainers.image.authors="a@example.com"'),
  'curl-and-wget': run(
    'curl -O https://example.com/a && wget -q https://example.com/b',
    'curl -O https://example.com/a -O https://example.com/b',
  ),
  'several-cmds': lines('CMD ["a"]\nCMD ["b"]', 'CMD ["b"]'),
  'several-entrypoints': lines('ENTRYPOINT ["a"]\nENTRYPOINT ["b"]', 'ENTRYPOINT ["b"]'),
  'shell-by-link': lines('RUN ln -sf /bin/bash /bin/sh', 'SHELL ["/bin/bash", "-c"]'),
  'missing-pipefail': lines(
    'RUN curl -s https://example.com/a | sort > /b',
    'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -s https://example.com/a | sort > /b',
  ),
  'add-url-without-checksum': lines(
    'ADD https://example.com/a.tgz /opt/',
    `ADD --checksum=sha256:${'0'.repeat(64)} https://example.com/a.tgz /opt/`,
  ),
  'build-tools-in-final-stage': {
    failing: 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n',
    passing:
      'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /app /app\nCMD ["/app"]\n',
  },
  'curl-pipe-shell': run(
    'curl -fsSL https://example.com/install.sh | sh',
    'curl -fsSLo /i.sh https://example.com/install.sh && echo "$SUM  /i.sh" | sha256sum -c && sh /i.sh',
  ),
  'final-base-not-minimal': { failing: 'FROM ubuntu:24.04\n', passing: 'FROM debian:12-slim\n' },
  'ignore-without-reason': lines(
    '# image-warden ignore=cd-in-run\nRUN cd /src && make',
    '# image-warden ignore=cd-in-run the generated script relies on it\nRUN cd /src && make',
  ),
  'npm-cache': run('npm ci', 'npm ci && npm cache clean --force'),
  'secret-copied': lines('COPY .npmrc /root/.npmrc', 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci'),
  'secret-in-variable': lines('ENV DB_PASSWORD=hunter2', 'ENV DB_PASSWORD_FILE=/run/secrets/db'),
  'unpinned-base': { failing: 'FROM debian:12-slim\n', passing: `FROM debian:12-slim@sha256:${'0'.repeat(64)}\n` },
};
