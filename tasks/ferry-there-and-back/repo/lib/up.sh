# Running what is pending.

command_up() {
  local last=999999999 todo=() each
  [ $# -le 1 ] || usage
  if [ $# -eq 1 ]; then
    read_number "$1"
    last=$number
  fi
  take_lock
  read_scripts
  read_ledger
  for each in "${numbers[@]}"; do
    find_state "${titles[$each]}"
    if [ "$state" = pending ] && [ "$each" -le "$last" ]; then
      todo+=("${titles[$each]}")
    fi
  done
  [ ${#todo[@]} -gt 0 ] || echo 'nothing to do'
  for each in "${todo[@]}"; do
    bring_up "$each"
  done
}

bring_up() {
  local title=$1 checksum
  checksum=$(checksum_of "$title")
  run_script up "$title" || die 1 "$title failed"
  key_of "$title"
  done_order+=("$key")
  checksums[$key]=$checksum
  replace_ledger
}
