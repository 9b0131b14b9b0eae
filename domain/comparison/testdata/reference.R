# Reference figures for the tests of this package, worked out by R's own functions: Rscript reference.R > reference.json
library(jsonlite)

# x: values (NA where missing); se: standard errors (NA where none); w: populations; prev, prevse: the period before; sign: 1 where
# higher is better, -1 where lower is.
reference <- function(name, x, sign = 1, se = NA, w = NA, prev = NA, prevse = NA) {
  n0 <- length(x)
  se <- rep_len(se, n0); w <- rep_len(w, n0); prev <- rep_len(prev, n0); prevse <- rep_len(prevse, n0)
  has <- !is.na(x)
  v <- x[has]; s <- se[has]; ww <- w[has]; n <- length(v); g <- sign * v
  z <- qnorm(.975)
  q <- unname(quantile(v, c(.25, .5, .75), type = 7))
  gq <- unname(quantile(g, c(.25, .5, .75), type = 7))
  s0 <- ifelse(is.na(s), 0, s)
  differ <- outer(g, g, "-")
  bound <- z * sqrt(outer(s0^2, s0^2, "+"))
  rank <- rank(-g, ties.method = "min")
  best <- ifelse(is.na(s), rank, 1 + rowSums(differ < -bound))
  worst <- ifelse(is.na(s), rank(-g, ties.method = "max"), n - rowSums(differ > bound))
  d <- v - prev[has]
  e <- sqrt(s^2 + prevse[has]^2)
  spread <- function(y) { full <- rep(NA_real_, n0); full[has] <- y; full }
  known <- !is.na(ww)
  list(
    name = unbox(name), lowerIsBetter = unbox(sign < 0), x = x, se = se, weight = w, previous = prev, previousSE = prevse,
    n = unbox(n), quartiles = q, mean = unbox(mean(v)), sd = unbox(sd(v)),
    weightedMean = unbox(if (any(known)) weighted.mean(v[known], ww[known]) else NA_real_),
    rank = spread(rank), best = spread(best), worst = spread(worst),
    percentile = spread(sapply(g, function(y) 100 * (sum(g < y) + sum(g == y) / 2) / n)),
    zscore = spread(if (n > 1 && sd(v) > 0) (v - mean(v)) / sd(v) else NA),
    quartile = spread(sapply(g, function(y) 1 + sum(y > gq))),
    gapToMedian = spread(v - median(v)), gapToBest = spread(v - sign * max(g)),
    change = spread(d), significant = spread(as.numeric(abs(d) > z * e))
  )
}

set.seed(2026)
cases <- list(
  reference("one element", 42),
  reference("two", c(3, 5), sign = -1, w = c(10, 30)),
  reference("all equal", rep(7.5, 6), se = .5),
  reference("ties and gaps", c(10, NA, 30, 30, 20, NA, 10, 10, 55), w = c(1, 2, 3, NA, 5, 6, 7, 8, 9) * 1000),
  reference("ties, lower is better", c(10, NA, 30, 30, 20, NA, 10, 10, 55), sign = -1),
  reference("some errors", c(61.2, 58.4, 58.4, 40, NA, 72.9, 70.1), se = c(3.1, NA, 2.2, 4, NA, 3, 0),
            prev = c(55, 50, NA, 41, 12, 60.2, 70.1), prevse = c(2.8, 1, NA, 4.4, 1, 3.1, 0.1)),
  reference("a region", round(rnorm(63, 55, 12), 1), se = round(runif(63, 1.5, 5), 2), w = round(exp(rnorm(63, 9.3, .8))),
            prev = round(rnorm(63, 52, 12), 1), prevse = round(runif(63, 1.5, 5), 2)),
  reference("a region, lower is better", round(rexp(63, .1), 2), sign = -1, se = round(runif(63, .2, 3), 2)),
  reference("whole numbers", round(rnorm(200, 40, 15)), w = round(exp(rnorm(200, 9, 1))))
)
# Values that are no more than 15 digits long read back as the same numbers.
cat(toJSON(cases, na = "null", digits = NA))
