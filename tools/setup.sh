#!/usr/bin/env bash
# Installs what building, running or testing Attune needs and is missing, on Debian 12, as root or with sudo.
#   setup.sh build   compiler tools and libraries
#   setup.sh demo    the same and boto3
#   setup.sh test    the same, the AWS CLI, clang (fuzz targets) and a virtual environment with the test tools
set -euo pipefail
cd "$(dirname "$0")/.."

build_packages=(
  g++ cmake ninja-build make ccache mold pkg-config python3
  libboost-dev libboost-system-dev libssl-dev libcurl4-openssl-dev libsqlite3-dev libexpat1-dev
  libopenblas-dev libhwy-dev libsimdjson-dev libxxhash-dev libspdlog-dev prometheus-cpp-dev libcli11-dev
  libgtest-dev libgmock-dev libbenchmark-dev libopenmpi-dev openmpi-bin
)
demo_packages=("${build_packages[@]}" python3-boto3)
test_packages=(
  "${demo_packages[@]}" awscli python3-venv curl zstd procps wrk
  clang-19 lld-19 libclang-rt-19-dev
)

install_missing() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "setup: run as root or install sudo; missing: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  echo "setup: installing ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# The virtual environment is made again when the list of its packages changes.
make_venv() {
  local venv=build/venv stamp=build/venv/requirements.sha256 wanted
  wanted=$(sha256sum < tests/requirements.txt)
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  rm -rf "$venv"
  /usr/bin/python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --retries 10 -r tests/requirements.txt >&2
  echo "$wanted" > "$stamp"
}

case "${1:-}" in
  build) install_missing "${build_packages[@]}" ;;
  demo) install_missing "${demo_packages[@]}" ;;
  test) install_missing "${test_packages[@]}"; make_venv ;;
  *) echo "usage: setup.sh build|demo|test" >&2; exit 2 ;;
esac
