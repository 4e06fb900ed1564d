module example.org/wicket

go 1.19
