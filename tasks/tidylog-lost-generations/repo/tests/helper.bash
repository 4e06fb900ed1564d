# A folder of its own for each test, and the command by its name.

setup() {
  tidylog=$BATS_TEST_DIRNAME/../bin/tidylog
  cd "$BATS_TEST_TMPDIR" || return 1
}

# Makes generations of a file: each holds its number.
generations() {
  local file=$1 number
  shift
  for number in "$@"; do
    echo "$number" >"$file.$number"
  done
}

# All files here with what is in them, on one line.
files() {
  local file
  find . -type f | LC_ALL=C sort | while IFS= read -r file; do
    printf '%s=%s ' "${file#./}" "$(tr '\n' '+' <"$file")"
  done
}
