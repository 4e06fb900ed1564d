# A new script with the next number.

command_new() {
  local next=1
  [ $# -eq 1 ] || usage
  [[ $1 =~ ^[A-Za-z0-9._-]+$ ]] || usage
  read_scripts
  [ ${#numbers[@]} -eq 0 ] || next=$((numbers[-1] + 1))
  printf -v next '%03d' "$next"
  : >"$scripts/$next-$1.up.sh"
  : >"$scripts/$next-$1.down.sh"
  echo "$scripts/$next-$1.up.sh"
}
