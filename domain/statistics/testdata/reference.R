# Makes the reference that the tests of this package compare to: synthetic samples (*.csv) and what R's package
# survey says of them (reference.json).
#
#   apt-get install r-base-core r-cran-survey r-cran-jsonlite
#   cd domain/statistics/testdata && Rscript reference.R
#
# Made with R 4.2 and survey 4.1.1. Running it again changes nothing: the seed is fixed. The tests do not need R.
suppressMessages({library(survey); library(jsonlite)})
options(survey.lonely.psu = "fail", digits = 17)
set.seed(20240917, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# Columns: categories count from 0, -1 is not known or not answered.
people <- function(n, stratum) {
  d <- data.frame(stratum = stratum)
  d$sex <- rbinom(n, 1, .62)
  d$age <- sample(0:3, n, TRUE, c(.12, .25, .38, .25))
  d$settlement <- sample(0:2, n, TRUE, c(.5, .2, .3))
  d$sexknown <- ifelse(runif(n) < .06, -1, d$sex)
  d$band <- c(0, 2, 3, 4)[d$age + 1]                       # nobody in 1 and 5
  d$mode <- sample(0:3, n, TRUE, c(.45, .3, .15, .1))
  lean <- .6 * d$sex - .3 * d$age + .2 * d$settlement + .15 * stratum
  d$answer <- pmax(0, pmin(3, round(1.4 + lean + rnorm(n))))
  d$answer[runif(n) < .08] <- -1
  for (k in 0:2) d[[paste0("chose", k)]] <- rbinom(n, 1, plogis(lean - k))
  d$chose3 <- 0                                            # nobody
  d$score <- round(5 + 2 * lean + rnorm(n), 2)
  d$score[runif(n) < .1] <- NA
  d$all <- 1
  d$women <- as.integer(d$sex == 1)
  d$phone <- as.integer(d$mode == 2)
  d$few <- 0; d$few[sample(n, 7)] <- 1
  d
}

simple <- people(200, rep(0, 200))
asked <- c(120, 90, 75, 60, 40, 15)
strata <- people(sum(asked), rep(0:5, asked))
samples <- list(simple = simple, strata = strata)
towns <- c(21345, 8760, 3102, 1490, 655, 15)                # everybody was asked in the last one

margin <- function(column, population) list(column = column, population = population)
sex <- margin("sex", c(.46, .54)); age <- margin("age", c(.22, .27, .28, .23)); place <- margin("settlement", c(.41, .24, .35))
steep <- margin("settlement", c(.15, .55, .3))
unknown <- margin("sexknown", c(.46, .54)); band <- margin("band", c(.15, .07, .27, .28, .13, .1))

cases <- list(
  list(name = "simple random, finite population", data = "simple", populations = 7708),
  list(name = "simple random, population not known", data = "simple", populations = 0),
  list(name = "stratified", data = "strata", populations = towns),
  list(name = "stratified, not weighted", data = "strata", populations = towns, raw = TRUE),
  list(name = "stratified, some populations not known", data = "strata", populations = c(21345, 0, 3102, 1490, 0, 15)),
  list(name = "post-stratified", data = "simple", populations = 7708, post = list(age)),
  list(name = "post-stratified, strata", data = "strata", populations = towns, post = list(age)),
  list(name = "post-stratified, merged", data = "simple", populations = 7708, post = list(band)),
  list(name = "raked", data = "simple", populations = 7708, rake = list(sex, age, place)),
  list(name = "raked, population not known", data = "simple", populations = 0, rake = list(sex, age, place)),
  list(name = "raked, strata", data = "strata", populations = towns, rake = list(sex, age, place)),
  list(name = "raked, unknown sex", data = "strata", populations = towns, rake = list(unknown, age)),
  list(name = "raked, merged", data = "simple", populations = 7708, rake = list(sex, band)),
  list(name = "raked, trimmed", data = "simple", populations = 7708, rake = list(sex, age, steep), trim = c(.4, 2.2), rounds = 1),
  list(name = "raked, trimmed, strata", data = "strata", populations = towns, rake = list(sex, age, place), trim = c(.1, 2.5), rounds = 2)
)

# The categories that our rule counts as one, and those not known as a cell with the share they have.
ready <- function(d, design, m) {
  at <- d[[m$column]]
  population <- m$population
  if (m$column == "band") {                                # 1 is empty and joins 0, 5 joins 4
    at <- c(0, 0, 1, 2, 3, 3)[at + 1]
    population <- c(population[1] + population[2], population[3], population[4], population[5] + population[6])
  }
  w <- weights(design)
  share <- population / sum(population)
  if (any(at < 0)) {
    missed <- sum(w[at < 0]) / sum(w)
    at[at < 0] <- length(population)
    share <- c(share * (1 - missed), missed)
  }
  list(at = factor(at), population = data.frame(at = factor(seq_along(share) - 1), Freq = share * sum(w)))
}

weighted <- function(case, d) {
  popsize <- case$populations[d$stratum + 1]
  n <- as.vector(table(d$stratum))[d$stratum + 1]
  known <- all(case$populations > 0)
  d$w <- if (known && is.null(case$raw)) popsize / n else 1
  d$popsize <- ifelse(popsize > 0, popsize, Inf)
  design <- svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~popsize, data = d)
  for (m in case$post) {
    r <- ready(d, design, m)
    design <- update(design, at = r$at)
    design <- postStratify(design, ~at, r$population)
  }
  if (is.null(case$rake)) return(design)
  populations <- list(); formulas <- list()
  for (i in seq_along(case$rake)) {
    r <- ready(d, design, case$rake[[i]])
    v <- paste0("margin", i)
    design$variables[[v]] <- r$at
    names(r$population)[1] <- v
    populations[[i]] <- r$population
    formulas[[i]] <- as.formula(paste0("~", v))
  }
  again <- function(design) rake(design, formulas, populations, control = list(maxit = 2000, epsilon = 1e-13))
  design <- again(design)
  for (round in seq_len(max(case$rounds, 0))) {
    bounds <- case$trim * mean(weights(design))
    stopifnot(any(weights(design) < bounds[1] | weights(design) > bounds[2]))
    design <- again(trimWeights(design, lower = bounds[1], upper = bounds[2], strict = TRUE))
  }
  design
}

figure <- function(design, kind, column, option, domain, x, base) {
  design$variables$x <- ifelse(base, x, 0)
  within <- subset(design, base)
  m <- svymean(~x, within, deff = "replace")
  n <- sum(base); p <- as.vector(coef(m)); se <- as.vector(SE(m))
  f <- list(kind = kind, column = column, option = option, domain = domain, n = n, value = p, se = se,
            kish = sum(weights(within))^2 / sum(weights(within)^2))
  if (kind == "MEAN") {
    f$effective <- n / as.vector(deff(m))
    f$low <- confint(m)[1]; f$high <- confint(m)[2]
  } else if (p > 0 && p < 1 && se > 1e-6 * sqrt(p * (1 - p))) {
    f$effective <- p * (1 - p) / se^2
    e <- min(f$effective, n)
    i <- suppressWarnings(prop.test(p * e, e, correct = FALSE))$conf.int
    f$low <- i[1]; f$high <- i[2]
  }
  f
}

figures <- function(design, d) {
  all <- list()
  add <- function(...) all[[length(all) + 1]] <<- figure(design, ...)
  for (domain in c("all", "women", "phone", "few")) {
    inside <- d[[domain]] == 1
    for (k in 0:3) add("SHARE", "answer", k, domain, as.numeric(d$answer == k), inside & d$answer >= 0)
    for (k in 0:3) add("SHARE", "chose", k, domain, d[[paste0("chose", k)]], inside)
    add("MEAN", "score", 0, domain, d$score, inside & !is.na(d$score))
  }
  all
}

for (name in names(samples)) write.csv(samples[[name]], paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")

for (i in seq_along(cases)) {
  case <- cases[[i]]
  d <- samples[[case$data]]
  design <- weighted(case, d)
  cases[[i]]$populations <- I(case$populations)
  cases[[i]]$weights <- weights(design)
  cases[[i]]$figures <- figures(design, d)
}

# Trimming alone, strict and not.
w <- rgamma(60, .8) * 3 + .05
trims <- lapply(c(TRUE, FALSE), function(strict) {
  design <- svydesign(ids = ~1, weights = ~w, data = data.frame(w = w))
  list(strict = strict, lower = .5, upper = 4.5, before = w,
       after = weights(trimWeights(design, lower = .5, upper = 4.5, strict = strict)))
})

levels <- c(.5, .8, .9, .95, .99, .999, .999999)
quantiles <- lapply(levels, function(l) list(level = l, z = -qnorm((1 - l) / 2)))
zs <- c(0, .3, 1, 1.96, -2.5, 4, 8)
pvalues <- lapply(zs, function(z) list(z = z, p = 2 * pnorm(-abs(z))))
wilson <- lapply(list(c(0, 5), c(1, 12), c(.25, 40), c(.5, 1), c(.013, 900)), function(v) {
  i <- suppressWarnings(prop.test(v[1] * v[2], v[2], correct = FALSE, conf.level = .9))$conf.int
  list(p = v[1], n = v[2], low = i[1], high = i[2])
})

write_json(list(made = paste("R", getRversion(), "survey", packageVersion("survey")), cases = cases, trims = trims,
                quantiles = quantiles, pvalues = pvalues, wilson = wilson),
           "reference.json", auto_unbox = TRUE, digits = NA, null = "null", na = "null")
