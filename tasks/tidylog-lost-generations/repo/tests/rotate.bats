load helper

@test "a file becomes generation 1" {
  echo new >app.log
  run "$tidylog" app.log
  [ "$status" -eq 0 ]
  [ "$output" = "rotated app.log" ]
  [ "$(files)" = "app.log= app.log.1=new+ " ]
}

@test "older generations move on" {
  echo new >app.log
  generations app.log 1 2 3
  run "$tidylog" app.log
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=1+ app.log.3=2+ app.log.4=3+ " ]
}

@test "only so many are kept" {
  echo new >app.log
  generations app.log 1 2 3
  run "$tidylog" -n 2 app.log
  [ "$(files)" = "app.log= app.log.1=new+ app.log.2=1+ " ]
}

@test "more than nine are kept" {
  echo new >app.log
  generations app.log 1 2 3 4 5 6 7 8 9 10 11
  run "$tidylog" -n 20 app.log
  [ "$(cat app.log.1)" = "new" ]
  [ "$(cat app.log.2)" = "1" ]
  [ "$(cat app.log.10)" = "9" ]
  [ "$(cat app.log.12)" = "11" ]
}

@test "permissions stay" {
  echo new >app.log
  chmod 640 app.log
  run "$tidylog" app.log
  [ "$(stat -c %a app.log)" = "640" ]
  [ "$(stat -c %a app.log.1)" = "640" ]
}

@test "generations in another folder" {
  echo new >app.log
  run "$tidylog" -d old/logs app.log
  [ "$(files)" = "app.log= old/logs/app.log.1=new+ " ]
}

@test "wrong arguments" {
  run "$tidylog"
  [ "$status" -eq 2 ]
  run "$tidylog" -n two app.log
  [ "$status" -eq 2 ]
  run "$tidylog" -s 5G app.log
  [ "$status" -eq 2 ]
}
