// Package recorded reads exchanges that were recorded of the real Atlas, for
// tests that hold the emulator and the drivers against them.
//
// A folder of files flows in, one exchange a file, <kind>/<run>/<file>.json;
// runs flow out, sorted by name, each with its exchanges in order.
//
// It promises that an exchange that it gives is whole enough to be compared: a
// file without method, path or status is an error, and so is a folder that holds
// none. The files are no part of this project; tests find them by the variable
// of [Env], and skip themselves without.
//
// It never changes a file, and never opens one outside of the folder.
package recorded
