# What has been run.

# Fills `done_order` (numbers and names, 12-add-users) and, by these, `checksums`.
read_ledger() {
  local number name checksum
  done_order=()
  declare -gA checksums=()
  [ -e "$ledger" ] || return 0
  while IFS=$'\t' read -r number name checksum; do
    [ -n "$checksum" ] || die 3 "the ledger has a line that can't be read: $number"
    done_order+=("$number-$name")
    checksums[$number-$name]=$checksum
  done <"$ledger"
}

# The key of a script in the ledger: its title without leading zeros.
key_of() {
  key=$((10#${1%%-*}))-${1#*-}
}

# Writes a ledger of what is in `done_order` and `checksums`.
replace_ledger() {
  local key
  for key in "${done_order[@]}"; do
    printf '%s\t%s\t%s\n' "${key%%-*}" "${key#*-}" "${checksums[$key]}"
  done >"$ledger.new" && mv -- "$ledger.new" "$ledger" || die 3 "the ledger can't be written"
}

# Sets `state` of a script that is in the folder.
find_state() {
  key_of "$1"
  if [ -z "${checksums[$key]:-}" ]; then
    state=pending
  elif [ "${checksums[$key]}" = "$(checksum_of "$1")" ]; then
    state=done
  else
    state=changed
  fi
}
