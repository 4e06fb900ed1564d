# A folder of its own for each test, and ferry by its name.

setup() {
  ferry=$BATS_TEST_DIRNAME/../bin/ferry
  cd "$BATS_TEST_TMPDIR" || return 1
  mkdir scripts
}

# Makes scripts that write what they do to the file `log`.
script() {
  local title
  for title in "$@"; do
    echo "echo +$title >>log" >"scripts/$title.up.sh"
    echo "echo -$title >>log" >"scripts/$title.down.sh"
  done
}

# What the scripts have done, on one line.
log() {
  [ ! -e log ] || tr '\n' ' ' <log
}

# Numbers and names in the ledger, on one line.
ledger() {
  [ ! -e ferry.ledger ] || cut -f 1,2 ferry.ledger | tr '\t\n' '- '
}
