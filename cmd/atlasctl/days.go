package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// days is a flag that takes a time, also as a number of days.
type days time.Duration

// String gives the time as it can be given.
func (d *days) String() string {
	if t := time.Duration(*d); t%(24*time.Hour) != 0 {
		return t.String()
	}
	return strconv.Itoa(int(time.Duration(*d).Hours()/24)) + "d"
}

// Set takes a number of days, or what a Go duration is.
func (d *days) Set(text string) error {
	if number, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseUint(number, 10, 16)
		if err != nil || n > maxDays {
			return fmt.Errorf("want a time such as 30d or 12h, of at most %d days", maxDays)
		}
		*d = days(time.Duration(n) * 24 * time.Hour)
		return nil
	}
	t, err := time.ParseDuration(text)
	if err != nil || t < 0 || t > maxDays*24*time.Hour {
		return fmt.Errorf("want a time such as 30d or 12h, of at most %d days", maxDays)
	}
	*d = days(t)
	return nil
}

// maxDays is a hundred years: more than any feed goes back.
const maxDays = 36500

// Type is what the help calls the value.
func (d *days) Type() string { return "days" }
