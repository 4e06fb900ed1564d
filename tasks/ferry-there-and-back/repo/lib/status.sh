# What has become of all scripts: those of the folder by number, then what is missing there.

command_status() {
  local number each
  [ $# -eq 0 ] || usage
  read_scripts
  read_ledger
  for number in "${numbers[@]}"; do
    find_state "${titles[$number]}"
    printf '%-7s %s\n' "$state" "${titles[$number]}"
  done
  for each in "${done_order[@]}"; do
    is_in_folder "$each" || printf '%-7s %s\n' missing "$each"
  done
}

# Whether something in the ledger is still a script.
is_in_folder() {
  local title=${titles[${1%%-*}]:-}
  [ -n "$title" ] || return 1
  key_of "$title"
  [ "$key" = "$1" ]
}
