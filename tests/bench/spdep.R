# What R's spdep takes for the same steps as hotspot_bench, in seconds of this process, as JSON lines.
# arguments: GEOPACKAGE of `leefbeeld score --cells`, how many runs of the quick steps; cells: also those of the cells
suppressMessages({library(sf); library(spdep)})
a <- commandArgs(TRUE)
runs <- as.integer(a[2])
invisible(set.ZeroPolicyOption(TRUE))
set.seed(1)
tell <- function(what, value) cat(sprintf("{\"what\": \"%s\", \"value\": %.6f}\n", what, value))
cost <- function(runs, work) median(sapply(seq_len(runs), function(i) system.time(work())[["elapsed"]]))
areas <- st_read(a[1], "buurt", quiet = TRUE)
areas <- areas[!is.na(areas$afw_2024), ]
nb <- NULL
tell("queen", cost(runs, function() nb <<- poly2nb(areas)))
tell("queen_links", sum(card(nb)))
weights <- nb2listw(nb, style = "W")
tell("moran_999_1", cost(runs, function() localmoran_perm(areas$afw_2024, weights, nsim = 999)))
if (length(a) > 2 && requireNamespace("dbscan", quietly = TRUE)) {  # without its k-d tree neighbours of cells take hours
  cells <- as.data.frame(st_read(a[1], query = "SELECT code, afw_2024 FROM cells", quiet = TRUE))
  cells <- cells[!is.na(cells$afw_2024), ]
  xy <- cbind(as.integer(substr(cells$code, 2, 5)), as.integer(substr(cells$code, 7, 10))) * 100
  for (band in c(142, 500)) {
    name <- sprintf("cells_%g", band)
    tell(paste0(name, "_neighbours"), cost(1, function() nb <<- dnearneigh(xy, 0, band)))
    tell(paste0(name, "_links"), sum(card(nb)))
    tell(paste0(name, "_weights"), cost(1, function() weights <<- nb2listw(include.self(nb), style = "B")))
    tell(paste0(name, "_gi_star"), cost(3, function() localG(cells$afw_2024, weights)))
  }
}
