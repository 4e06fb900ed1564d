# Problems, arguments and the lock.

die() {
  local status=$1
  shift
  printf 'ferry: %s\n' "$*" >&2
  exit "$status"
}

usage() {
  echo 'usage: ferry [-s SCRIPTS] [-l LEDGER] [-C FOLDER] status | up [NUMBER] | new NAME' >&2
  exit 2
}

# Sets `number` to what an argument says, without leading zeros.
read_number() {
  [[ $1 =~ ^[0-9]{1,9}$ ]] || usage
  number=$((10#$1))
}

take_lock() {
  mkdir -- "$ledger.lock" 2>/dev/null || die 4 "another ferry is under way: $ledger.lock"
  trap 'rmdir -- "$ledger.lock"' EXIT
}
