/** What is a build tool: images, packages and commands, and the multi-stage form that leaves each behind. */
import { type Command, flagArgument, operands, plainArgs } from '../../dockerfile/shell/command.ts';
import { apk, apt, dnf, installed, type Manager, yum, zypper } from './managers.ts';

export type Toolchain = 'go' | 'rust' | 'java' | 'node' | 'python' | 'dotnet' | 'native';

const images: readonly (readonly [RegExp, Toolchain])[] = [
  [/\/golang$/, 'go'],
  [/\/rust$/, 'rust'],
  [/\/(?:maven|gradle|sbt)$/, 'java'],
  [/\/dotnet\/sdk$/, 'dotnet'],
  [/\/(?:gcc|buildpack-deps|haskell|swift)$/, 'native'],
];

/** Null for images that are made to run in. JDKs are told by their tags. */
export function toolchainOfImage(repository: string, tag: string | null): Toolchain | null {
  const found = images.find(([pattern]) => pattern.test(repository));
  if (found !== undefined) return found[1];
  const isJava = /\/(?:openjdk|eclipse-temurin|amazoncorretto|ibm-semeru-runtimes|jdk)$/.test(repository);
  return isJava && !/jre|headless|alpine-jre/.test(tag ?? '') ? 'java' : null;
}

const packages: readonly (readonly [RegExp, Toolchain])[] = [
  [
    /^(?:build-essential|build-base|gcc|g\+\+|gcc-c\+\+|clang|llvm|make|cmake|autoconf|automake|libtool|musl-dev|libc6?-dev|ninja-build|meson|bison|flex)$/,
    'native',
  ],
  [/^(?:golang|go|golang-go)$/, 'go'],
  [/^(?:rust|cargo|rustc)$/, 'rust'],
  [/^(?:maven|gradle|ant|sbt|openjdk-?\d+-jdk(?:-headless)?|openjdk\d+|java-[\d.]+-openjdk-devel|default-jdk(?:-headless)?)$/, 'java'],
  [/^(?:npm|yarn|pnpm)$/, 'node'],
  [/^(?:python3?-(?:dev|devel|pip)|py3-pip|pipx|poetry)$/, 'python'],
];

const managers: readonly Manager[] = [apt, { ...apt, commands: ['apt'] }, apk, yum, dnf, zypper];

/** Build tools that the command installs and the same RUN does not remove. */
export function toolPackages(command: Command, removed: ReadonlySet<string>): { names: string[]; toolchain: Toolchain } {
  const group = command.name === 'apk' ? flagArgument(command, 't', 'virtual') : null;
  const all = group !== null && removed.has(group) ? [] : managers.flatMap((manager) => installed(command, manager) ?? []);
  const found = all.flatMap((written) => {
    const name = written.replace(/[=~<>@].*$/, '');
    const toolchain = removed.has(name) ? undefined : packages.find(([pattern]) => pattern.test(name))?.[1];
    return toolchain === undefined ? [] : [{ name, toolchain }];
  });
  return { names: found.map(({ name }) => name), toolchain: found[0]?.toolchain ?? 'native' };
}

const removals = new Set(['del', 'purge', 'remove', 'erase', 'rm', 'autoremove']);
const removers = new Set(['apk', 'apt-get', 'apt', 'yum', 'dnf', 'microdnf', 'zypper']);

/** Packages that a RUN takes away again, apk's virtual groups too. */
export function removedNames(commands: readonly Command[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap((command) => {
      const [verb = '', ...names] = removers.has(command.name) ? operands(command, new Set()) : [];
      return removals.has(verb) ? names : [];
    }),
  );
}

const verbs: Readonly<Record<string, readonly [readonly string[], Toolchain]>> = {
  go: [['build', 'install'], 'go'],
  cargo: [['build', 'install'], 'rust'],
  npm: [['run'], 'node'],
  yarn: [['build', 'run'], 'node'],
  pnpm: [['build', 'run'], 'node'],
  dotnet: [['build', 'publish', 'restore'], 'dotnet'],
};

const always: Readonly<Record<string, Toolchain>> = {
  mvn: 'java',
  mvnw: 'java',
  gradle: 'java',
  gradlew: 'java',
  javac: 'java',
  make: 'native',
  cmake: 'native',
  gcc: 'native',
  'g++': 'native',
  clang: 'native',
};

/** The toolchain of a command that builds; null for every other. */
export function builds(command: Command): Toolchain | null {
  const { name } = command;
  if (Object.hasOwn(always, name)) return always[name] ?? null;
  const entry = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  return entry?.[0].includes(plainArgs(command)[0] ?? '') === true ? entry[1] : null;
}

const forms: Readonly<Record<Toolchain, readonly [image: string, build: string, base: string]>> = {
  go: ['golang:VERSION', 'RUN CGO_ENABLED=0 go build -o /out/app .', 'gcr.io/distroless/static:nonroot'],
  rust: ['rust:VERSION', 'RUN cargo build --release && cp target/release/app /out/app', 'gcr.io/distroless/cc:nonroot'],
  java: ['maven:VERSION', 'RUN mvn -q package && cp target/*.jar /out/app.jar', 'gcr.io/distroless/java21:nonroot'],
  node: ['node:VERSION', 'RUN npm ci && npm run build && cp -r dist node_modules /out', 'gcr.io/distroless/nodejs22:nonroot'],
  python: ['python:VERSION', 'RUN pip install --no-cache-dir --target /out -r requirements.txt', 'python:VERSION-slim'],
  dotnet: ['mcr.microsoft.com/dotnet/sdk:VERSION', 'RUN dotnet publish -o /out', 'mcr.microsoft.com/dotnet/aspnet:VERSION-chiseled'],
  native: ['debian:VERSION', 'RUN make && make DESTDIR=/out install', 'gcr.io/distroless/cc:nonroot'],
};

/** The form to copy, on lines of its own. */
export function multiStage(toolchain: Toolchain): string {
  const [image, build, base] = forms[toolchain];
  return `build in a stage of its own and copy the result:\nFROM ${image}@sha256:... AS build\nWORKDIR /src\nCOPY . .\n${build}\nFROM ${base}@sha256:...\nCOPY --from=build /out /app`;
}
