module example.org/pennant

go 1.19
