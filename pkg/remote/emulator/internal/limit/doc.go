// Package limit is the arithmetic of token buckets, in a time that it is given.
//
// The name of a bucket, its rate and a time flow in; a verdict flows out: a
// token was there or not, how many are left, and how long until the next one.
//
// It promises:
//
//   - A bucket that nobody has heard of is full.
//   - Tokens come back continuously and exactly: what a bucket holds depends on
//     when tokens were taken and not on how often somebody looked.
//   - A refused request costs no token.
//
// It never reads a clock, knows what a bucket is for, or draws anything at random.
package limit
