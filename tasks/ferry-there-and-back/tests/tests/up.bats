load helper

@test "scripts run once, by their numbers" {
  script 2-b 10-c 001-a
  run "$ferry" up
  [ "$status" -eq 0 ]
  [ "$output" = "$(printf 'up 001-a\nup 2-b\nup 10-c')" ]
  [ "$(log)" = "+001-a +2-b +10-c " ]
  [ "$(ledger)" = "1-a 2-b 10-c " ]
  run "$ferry" up
  [ "$output" = "nothing to do" ]
}

@test "up to a number" {
  script 007-a 008-b 9-c
  run "$ferry" up 08
  [ "$(ledger)" = "7-a 8-b " ]
}

@test "what was added later runs later" {
  script 1-a 3-c
  "$ferry" up
  script 2-b
  run "$ferry" up
  [ "$(ledger)" = "1-a 3-c 2-b " ]
}

@test "it stops at a script that fails" {
  script 1-a 2-b 3-c
  echo 'false; echo no' >scripts/2-b.up.sh
  run "$ferry" up
  [ "$status" -eq 1 ]
  [ "${lines[2]}" = "ferry: 2-b failed" ]
  [ "$(ledger)" = "1-a " ]
  [ ! -e ferry.ledger.lock ]
}

@test "scripts work in the folder" {
  mkdir place
  echo 'echo $FERRY_NUMBER >file' >scripts/012-a.up.sh
  run "$ferry" -C place up
  [ "$(cat place/file)" = "12" ]
}

@test "one ferry at a time" {
  script 1-a
  mkdir ferry.ledger.lock
  run "$ferry" up
  [ "$status" -eq 4 ]
  [ -d ferry.ledger.lock ]
}
