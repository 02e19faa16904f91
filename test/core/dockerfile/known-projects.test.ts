/** Dockerfiles in the manner of well-known projects, written for this test: everything that is found, in order. */
import { describe, expect, it } from '@jest/globals';
import { judgeDockerfile } from '../../../core/rules/judge-dockerfile.ts';
import { plain } from '../rules/dockerfile/judge.ts';

function found(text: string): string[] {
  const { violations, problems } = judgeDockerfile(text, plain);
  expect(problems).toEqual([]);
  return violations.map(({ line, rule, inTarget }) => `${line} ${rule}${inTarget ? '' : ' (elsewhere)'}`);
}

const seed = `FROM golang:latest AS builder
WORKDIR /go/src/github.com/alexellis/href-counter/
RUN go get -d -v golang.org/x/net/html
COPY app.go .
RUN CGO_ENABLED=0 GOOS=linux go build -a -installsuffix cgo -o app .

FROM alpine:latest
RUN apk --no-cache add ca-certificates
WORKDIR /root/
COPY --from=builder /go/src/github.com/alexellis/href-counter/app .
CMD ["./app"]
`;

const node = `# syntax=docker/dockerfile:1
ARG NODE_VERSION=24.1.0
FROM node:\${NODE_VERSION}-alpine AS base
WORKDIR /usr/src/app

FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \\
    --mount=type=cache,target=/root/.npm \\
    npm ci --omit=dev

FROM deps AS build
COPY . .
RUN npm run build

FROM base AS final
ENV NODE_ENV=production
USER node
COPY --from=deps /usr/src/app/node_modules ./node_modules
COPY --from=build /usr/src/app/dist ./dist
EXPOSE 3000
CMD ["node", "dist/index.js"]
`;

const nginx = `FROM debian:bookworm-slim
LABEL maintainer="Docker Maintainers <docker@example.com>"
ENV NGINX_VERSION=1.28.0
RUN set -x \\
    && groupadd --system --gid 101 nginx \\
    && apt-get update \\
    && apt-get install --no-install-recommends --no-install-suggests -y gnupg1 ca-certificates \\
    && case "$(dpkg --print-architecture)" in \\
        amd64|arm64) \\
            echo "deb https://nginx.example/packages/ bookworm nginx" >> /etc/apt/sources.list.d/nginx.list \\
            ;; \\
    esac \\
# comments stand between
    && apt-get remove --purge --auto-remove -y && rm -rf /var/lib/apt/lists/* \\
    && ln -sf /dev/stdout /var/log/nginx/access.log
COPY docker-entrypoint.sh /
ENTRYPOINT ["/docker-entrypoint.sh"]
EXPOSE 80
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
`;

const python = `FROM python:3.13
WORKDIR /app
ADD . /app
RUN pip install -r requirements.txt
RUN curl -sSL https://install.example | python3 -
ENV SECRET_KEY=changeme
CMD python app.py
`;

describe('known projects', () => {
  it('the multi-stage build of the Go documentation', () => {
    expect(found(seed)).toEqual([
      '1 mutable-tag',
      '1 unpinned-base',
      '3 go-unpinned',
      '7 root-user',
      '7 mutable-tag',
      '7 unpinned-base',
      '8 apk-unpinned',
    ]);
  });

  it('a Node.js service', () => {
    expect(found(node)).toEqual(['3 unpinned-base']);
    expect(judgeDockerfile(node, plain).images.map(({ image, role }) => `${role} ${image}`)).toEqual([
      'syntax docker/dockerfile:1',
      'from node:24.1.0-alpine',
    ]);
  });

  it('a web server in the manner of the official images', () => {
    expect(found(nginx)).toEqual(['1 root-user', '1 unpinned-base', '7 apt-unpinned']);
  });

  it('a Python program by somebody in a hurry', () => {
    expect(found(python)).toEqual([
      '1 root-user',
      '1 final-base-not-minimal',
      '1 unpinned-base',
      '3 add-instead-of-copy',
      '4 pip-cache',
      '5 missing-pipefail',
      '5 curl-pipe-shell',
      '6 secret-in-variable',
      '7 shell-form-command',
    ]);
  });
});
