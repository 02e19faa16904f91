# Image Warden as a container: `serve` for those who want it inside the cluster (docs/in-cluster.md).
# Pin both bases by digest in your own build: `docker buildx imagetools inspect IMAGE` prints it.
FROM node:24.11.0-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json build.ts ./
COPY core core/
COPY adapters adapters/
COPY lambda lambda/
COPY cli cli/
RUN npm run build

# No shell, no package manager, no root.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
# The command line alone, not the function.
COPY --from=build /src/dist/cli*.mjs ./
USER 65532:65532
EXPOSE 8443
ENTRYPOINT ["/nodejs/bin/node", "/app/cli.mjs"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8443", "--policy", "/etc/image-warden/policy/policy.yaml", "--clusters", "/etc/image-warden/clusters/clusters.yaml", "--cert", "/etc/image-warden/tls/tls.crt", "--key", "/etc/image-warden/tls/tls.key"]
