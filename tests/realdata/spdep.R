# What spdep says of the data of test_spdep.py: Rscript spdep.R DATA FOLDER. Links as the program has them lie in FOLDER: by
# vertices as GAL, by distance as GWT.
suppressMessages({library(sf); library(spdep)})
sf_use_s2(FALSE)  # degrees as on a plane
invisible(set.ZeroPolicyOption(TRUE))
data <- commandArgs(TRUE)[1]
folder <- commandArgs(TRUE)[2]
at <- function(...) file.path(folder, paste0(...))

areas_of <- function(file, code, ...) {
    areas <- st_read(file.path(data, file), quiet = TRUE, ...)
    row.names(areas) <- areas[[code]]
    areas
}
save_links <- function(nb, name) write.nb.gal(nb, at(name, ".gal"), oldstyle = FALSE, shpfile = "areas", ind = "code")
save_table <- function(table, name) write.csv(table, at(name, ".csv"), row.names = FALSE)

# Areas that have an edge in common, its ends at exactly the same places.
by_edge <- function(areas) {
    xy <- as.data.frame(st_coordinates(st_cast(st_geometry(areas), "MULTIPOLYGON")))
    from <- seq_len(nrow(xy) - 1)
    ring <- paste(xy$L1, xy$L2, xy$L3)
    vertex <- paste(xy$X, xy$Y)
    from <- from[ring[from] == ring[from + 1] & vertex[from] != vertex[from + 1]]
    a <- vertex[from]
    b <- vertex[from + 1]
    edges <- unique(data.frame(edge = paste(pmin(a, b), pmax(a, b)), area = as.integer(xy$L3[from])))
    pairs <- subset(merge(edges, edges, by = "edge"), area.x != area.y)
    links <- split(pairs$area.y, factor(pairs$area.x, seq_len(nrow(areas))))
    structure(lapply(links, function(to) if (length(to)) sort(unique(to)) else 0L), class = "nb", region.id = row.names(areas))
}

local_table <- function(x, y, nb, weights) {
    own <- localmoran(x, weights)
    clusters <- function(adjust) hotspot(own, "Pr(z != E(Ii))", cutoff = 0.05, quadrant.type = "pysal", p.adjust = adjust)
    g <- function(weights, all) {  # spdep's are parts of the sum of all x that count
        of <- attr(localG(x, weights, return_internals = TRUE), "internals")
        z <- of[, 4]
        data.frame(statistic = of[, 1] * all, expectation = of[, 2] * all, variance = of[, 3] * all^2, z, p = of[, 5],
                   fdr = ifelse(p.adjust(of[, 5], "fdr") < 0.05, ifelse(z > 0, "high", "low"), NA))
    }
    linked <- card(nb) > 0
    bivariate <- rep(NA, length(x))  # localmoran_bv() takes no islands; the means are of all
    bivariate[linked] <- localmoran_bv(c(scale(x))[linked], c(scale(y))[linked], subset(weights, linked), nsim = 1,
                                       scale = FALSE)[, 1]
    table <- data.frame(code = attr(nb, "region.id"), moran = unclass(own), gi = g(weights, sum(x) - x),
                        star = g(nb2listw(include.self(nb), style = weights$style), sum(x)), geary = c(localC(x, weights)),
                        bivariate, none = clusters("none"), fdr = clusters("fdr"), bonferroni = clusters("bonferroni"))
    table[linked, ]
}

global_table <- function(x, weights) {
    tests <- suppressWarnings(list(  # globalG.test() warns of weights that are not binary
        moran = moran.test(x, weights, alternative = "two.sided"), geary = geary.test(x, weights, alternative = "two.sided"),
        "getis-ord" = globalG.test(x, weights, alternative = "two.sided")))
    row <- function(name) {
        of <- tests[[name]]
        sign <- if (name == "geary") -1 else 1
        data.frame(statistic_name = name, n = length(x), statistic = of$estimate[1], expectation = of$estimate[2],
                   variance = of$estimate[3], z = sign * of$statistic, p = of$p.value)
    }
    do.call(rbind, lapply(names(tests), row))
}

# Two-sided p by rank, ties counted half: "folded" ones count what equals the observed as larger only, so that a smallest value
# that every fifth draw meets has p 0.001.
permutation_table <- function(x, nb) {
    weights <- nb2listw(nb)
    p <- function(of) of[, grep("!=.* Sim$", colnames(of))]
    own <- localmoran_perm(x, weights, nsim = 999, iseed = 1)
    gi <- attr(localG_perm(x, weights, nsim = 999, iseed = 2), "internals")
    geary <- localC_perm(x, weights, nsim = 999, iseed = 3)
    simulated <- attr(geary, "pseudo-p")
    quadrant <- attr(own, "quadr")$pysal
    alike <- ifelse(quadrant %in% c("High-High", "Low-Low"), as.character(quadrant), "alike")
    table <- data.frame(code = attr(nb, "region.id"), moran.p = p(own), moran = quadrant,
                        gi.p = p(gi), gi = ifelse(gi[, "Gi"] > gi[, "E.Gi"], "high", "low"),
                        geary.p = p(simulated), geary = ifelse(geary > simulated[, "E.Ci"], "unlike", alike))
    table[card(nb) > 0, ]
}

# Of rows with a value, as na.exclude has it.
statistics <- function(areas, nb, x, y, name, permutations = FALSE) {
    known <- !is.na(areas[[x]])
    nb <- subset(nb, known)
    x <- areas[[x]][known]
    y <- areas[[y]][known]
    linked <- card(nb) > 0
    for (style in c("W", "B")) {
        weights <- nb2listw(nb, style = style)
        save_table(local_table(x, y, nb, weights), paste0(name, "_", style))
        save_table(global_table(x[linked], subset(weights, linked)), paste0(name, "_", style, "_global"))
    }
    if (permutations) save_table(permutation_table(x, nb), paste0(name, "_permutations"))
}

contiguity <- function(areas, name) {
    queen <- poly2nb(areas)
    save_links(queen, paste0(name, "_queen"))
    save_links(poly2nb(areas, queen = FALSE), paste0(name, "_rook"))
    save_links(by_edge(areas), paste0(name, "_edge"))
    save_links(read.gal(at(name, "_ours.gal"), region.id = row.names(areas)), paste0(name, "_back"))
    queen
}

columbus <- areas_of("stats/columbus.shp", "polyid")
statistics(columbus, contiguity(columbus, "columbus"), "crime", "inc", "columbus")
guerry <- areas_of("stats/Guerry.shp", "dept")
statistics(guerry, contiguity(guerry, "guerry"), "Litercy", "Crm_prs", "guerry")
natregimes <- areas_of("stats/natregimes.shp", "POLY_ID")
statistics(natregimes, contiguity(natregimes, "natregimes"), "HR90", "UE90", "natregimes", permutations = TRUE)

wijk <- areas_of("nl/cbs_2022_tmap_rd.gpkg", "code", layer = "wijk_2022")
statistics(wijk, contiguity(wijk, "wijk"), "income_low", "income_high", "wijk", permutations = TRUE)
centres <- suppressWarnings(st_centroid(st_geometry(wijk)))
nearest <- knn2nb(knearneigh(centres, 6), row.names = row.names(wijk))
save_links(nearest, "wijk_knn")
statistics(wijk, nearest, "income_low", "income_high", "wijk_knn")
save_links(dnearneigh(centres, 0, 3000, row.names = row.names(wijk)), "wijk_band")

code <- row.names(wijk)
kernel <- suppressWarnings(read.gwt2nb(at("kernel_ours.gwt"), region.id = code))  # islands
weights <- nb2listw(kernel, glist = attr(kernel, "GeoDa")$dist, style = "B")
save_table(data.frame(code, localmoran(wijk$population, weights)[, 1:5])[card(kernel) > 0, ], "kernel")
write.sn2gwt(listw2sn(weights), at("kernel_back.gwt"), shpfile = "areas", ind = "code", useInd = TRUE)
