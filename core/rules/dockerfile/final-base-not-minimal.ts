/** What is not in the image cannot be attacked, and needs no update. */
import type { DockerfileRule } from '../dockerfile-rule.ts';
import { eachBase } from './base-images.ts';

const distributions =
  /^(?:docker\.io\/library\/(?:debian|ubuntu|centos|fedora|rockylinux|almalinux|amazonlinux|oraclelinux|archlinux|buildpack-deps)|docker\.io\/opensuse\/\w+|public\.ecr\.aws\/\w+\/(?:amazonlinux|ubuntu|debian)|registry\.access\.redhat\.com\/(?:ubi\d+(?:\/ubi)?|rhel\d+)|quay\.io\/(?:centos|fedora|rockylinux)\/\w+)$/;

const languages =
  /^docker\.io\/library\/(?:node|python|ruby|php|perl|golang|rust|openjdk|eclipse-temurin|gcc|maven|gradle|elixir|erlang|haskell|swift)$/;

const small = /slim|alpine|distroless|minimal|micro|chiseled|scratch|nonroot/;

export const finalBaseNotMinimal: DockerfileRule = {
  id: 'final-base-not-minimal',
  alias: null,
  severity: 'warn',
  summary: 'The image that is built starts from a whole distribution.',
  reference: 'https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image',
  check: (file) =>
    eachBase(file, ({ repository, tag, text }, { inFinalImage }) => {
      const whole = distributions.test(repository) || languages.test(repository);
      if (!inFinalImage || !whole || small.test(tag ?? '')) return null;
      return {
        detail: `${text} brings a whole distribution along`,
        fix: 'use a -slim or -alpine tag, gcr.io/distroless/..., or scratch for a static program',
      };
    }),
};
