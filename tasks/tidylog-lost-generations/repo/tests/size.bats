load helper

@test "small files stay" {
  printf 12345 >app.log
  run "$tidylog" -s 6 app.log
  [ "$status" -eq 0 ]
  [ "$output" = "" ]
  [ "$(files)" = "app.log=12345 " ]
}

@test "large files are rotated" {
  head -c 2048 /dev/zero >app.log
  run "$tidylog" -s 1k app.log
  [ "$output" = "rotated app.log" ]
}

@test "the list" {
  generations app.log 1 2
  run "$tidylog" -l app.log
  [ "$output" = "$(printf 'app.log.1\napp.log.2')" ]
}
