#!/bin/sh
# Unpacks the signers and the registry of Debian into FOLDER and prints the environment that `npm run e2e:evidence` reads:
#   eval "$(sh test/e2e/evidence/fetch-tools.sh FOLDER)"
# Nothing of the system is touched; packages come from the mirror that the system itself uses.
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
mirror=$(grep -hoE '^URIs: \S+/debian/?$|^deb (\[[^]]*\] )?\S+/debian/? ' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | awk 'NR==1{print $NF}')
[ -n "$mirror" ] || { echo 'no Debian mirror in /etc/apt' >&2; exit 1; }

fetch() { # SUITE PACKAGE...
  suite=$1; shift; base=$folder/$suite
  [ -d "$base/root" ] && return
  mkdir -p "$base/lists/partial" "$base/cache/archives/partial" "$base/debs"; : > "$base/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$base/sources.list"
  cat > "$base/apt.conf" <<C
Dir::Etc::SourceList "$base/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::Lists "$base/lists";
Dir::State::status "$base/status";
Dir::Cache "$base/cache";
APT::Sandbox::User "root";
C
  (export APT_CONFIG="$base/apt.conf"; apt-get update -qq && cd "$base/debs" && apt-get download -qq "$@") >&2
  for deb in "$base"/debs/*.deb; do dpkg -x "$deb" "$base/root"; done
}

fetch trixie cosign docker-registry skopeo libc6 libgpgme11t64 libassuan9 libgpg-error0 libsqlite3-0 libsubid5 libdevmapper1.02.1
fetch sid cosign notation

# What needs a newer C library than this system's runs with its own.
libraries=$folder/trixie/root/usr/lib/$(uname -m)-linux-gnu
for program in skopeo docker-registry; do
  printf '#!/bin/sh\nexec %s --library-path %s %s "$@"\n' "$(ls "$libraries"/ld-linux-*.so.* | head -n 1)" "$libraries" "$folder/trixie/root/usr/bin/$program" > "$folder/$program"
  chmod +x "$folder/$program"
done
cat <<E2
export COSIGN2=$folder/trixie/root/usr/bin/cosign COSIGN3=$folder/sid/root/usr/bin/cosign NOTATION=$folder/sid/root/usr/bin/notation
export SKOPEO=$folder/skopeo DOCKER_REGISTRY=$folder/docker-registry
E2
