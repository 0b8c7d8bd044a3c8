package spec

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// numberNode writes a number as JSON has it. The tag is the one with which
// yaml.v3 reads the text, or else it would write the tag as well.
func numberNode(text string) *yaml.Node {
	tag := "!!float"
	_, err := strconv.ParseInt(text, 10, 64)
	if _, uerr := strconv.ParseUint(text, 10, 64); err == nil || uerr == nil {
		tag = "!!int"
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text}
}

// isNumber reports whether a node is a number that JSON can hold, in the same
// spelling: YAML also knows 0x1F, 1_000, 010 (which is 8) and .inf.
func isNumber(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && (n.Tag == "!!int" || n.Tag == "!!float") && json.Valid([]byte(n.Value))
}

// sameNumber reports whether two nodes are one number, however it is written.
func sameNumber(a, b *yaml.Node) bool {
	return isNumber(a) && isNumber(b) && canonicalNumber(a.Value) == canonicalNumber(b.Value)
}

// sameFloat reports whether two nodes are one number of 64 bits, one of which is
// written as one.
func sameFloat(a, b *yaml.Node) bool {
	if !isNumber(a) || !isNumber(b) || !strings.ContainsAny(a.Value+b.Value, ".eE") {
		return false
	}
	f, err := strconv.ParseFloat(a.Value, 64)
	g, gerr := strconv.ParseFloat(b.Value, 64)
	return err == nil && gerr == nil && f == g
}

// canonicalNumber writes a number of JSON in one way for each value: 10 for 10,
// 10.0 and 1e1. It works on the digits, so that none is lost.
func canonicalNumber(text string) string {
	digits, negative := strings.CutPrefix(text, "-")
	exponent := 0
	if i := strings.IndexAny(digits, "eE"); i >= 0 {
		n, err := strconv.Atoi(digits[i+1:])
		if err != nil || max(n, -n) > math.MaxInt32 {
			return text // no number that anybody means
		}
		digits, exponent = digits[:i], n
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	digits, exponent = strings.TrimLeft(whole+fraction, "0"), exponent-len(fraction)
	short := strings.TrimRight(digits, "0")
	exponent += len(digits) - len(short)
	if short == "" {
		return "0"
	}
	sign := ""
	if negative {
		sign = "-"
	}
	return sign + written(short, exponent)
}

// written places the point: digits times ten to the power of exponent. Very
// large and very small numbers keep an exponent.
func written(digits string, exponent int) string {
	switch point := len(digits) + exponent; {
	case exponent >= 0 && point <= 21:
		return digits + strings.Repeat("0", exponent)
	case exponent < 0 && point > 0:
		return digits[:point] + "." + digits[point:]
	case exponent < 0 && point > -6:
		return "0." + strings.Repeat("0", -point) + digits
	default:
		return digits + "e" + strconv.Itoa(exponent)
	}
}

// floatText writes a number in the fewest digits that read as the same one.
func floatText(f float64) string {
	return canonicalNumber(strconv.FormatFloat(f, 'e', -1, 64))
}
