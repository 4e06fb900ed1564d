load helper

@test "states" {
  script 01-a 2-b 3-c
  "$ferry" up 2
  echo '# more' >>scripts/2-b.up.sh
  rm scripts/01-a.up.sh
  run "$ferry" status
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = "changed 2-b" ]
  [ "${lines[1]}" = "pending 3-c" ]
  [ "${lines[2]}" = "missing 1-a" ]
}

@test "two scripts with the same number" {
  script 1-a 01-b
  run "$ferry" status
  [ "$status" -eq 3 ]
}

@test "a new script" {
  script 09-a
  run "$ferry" new b
  [ "$output" = "scripts/010-b.up.sh" ]
  run "$ferry" status
  [ "${lines[1]}" = "pending 010-b" ]
}

@test "wrong arguments" {
  run "$ferry"
  [ "$status" -eq 2 ]
  run "$ferry" up x
  [ "$status" -eq 2 ]
  run "$ferry" fly
  [ "$status" -eq 2 ]
}
