package forge

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// Annotation is a line by which a job makes GitHub show something at a line of a
// file.
type Annotation struct {
	Level string // error, warning or notice
	File  string // from the root of the repository; may be empty
	Line  int    // 0 when it is not known
	Col   int
	Title string
	Text  string
}

// String gives the workflow command. Whatever stands in a name or a text cannot
// end it or begin another one.
func (a Annotation) String() string {
	var with []string
	add := func(key, value string) {
		if value != "" && value != "0" {
			with = append(with, key+"="+escapeProperty(value))
		}
	}
	add("file", a.File)
	add("line", fmt.Sprint(a.Line))
	add("col", fmt.Sprint(a.Col))
	add("title", a.Title)
	command := a.Level
	if len(with) > 0 {
		command += " " + strings.Join(with, ",")
	}
	return "::" + command + "::" + escapeData(a.Text)
}

func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}

// Output gives the lines that set an output of a step. The end of a value of
// several lines is a word that it cannot hold.
func Output(name, value string) string {
	if !strings.ContainsAny(value, "\r\n") {
		return name + "=" + value + "\n"
	}
	end := fmt.Sprintf("end_%x", sha256.Sum256([]byte(value)))
	return name + "<<" + end + "\n" + value + "\n" + end + "\n"
}
