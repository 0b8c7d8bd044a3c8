package emulator

import (
	"fmt"
	"net/http"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func entryShape() shape {
	return shape{
		"awsSecurityGroup": {pattern: securityGroup},
		"cidrBlock":        {},
		"comment":          {most: 80},
		"deleteAfterDate":  {},
		"ipAddress":        {},
	}
}

// securityGroup is what the API document means: its pattern has digits only, and
// AWS gives them hexadecimal ones.
var securityGroup = regexp.MustCompile(`^([0-9]+/)?sg-[0-9a-f]+$`)

// readEntry gives what is kept of an entry, with its name as the member entry.
// The codes of all refusals are guesses. Atlas also wants a peering for a security
// group, which this does not ask for.
func (c *call) readEntry(body object) (object, error) {
	fields, err := entryShape().clean(body)
	if err != nil {
		return nil, err
	}
	var given []string
	for _, name := range []string{"awsSecurityGroup", "cidrBlock", "ipAddress"} {
		if textAt(fields, name) != "" {
			given = append(given, name)
		}
	}
	switch len(given) {
	case 0:
		return nil, errMissing("ipAddress")
	case 1:
	default:
		return nil, errAttribute(given[1])
	}
	if err := c.checkEntryDate(fields); err != nil {
		return nil, err
	}
	name := entryName(textAt(fields, given[0]))
	if block, err := netip.ParsePrefix(name); given[0] != "awsSecurityGroup" {
		if err != nil || block != block.Masked() {
			return nil, errAttribute(given[0])
		}
		fields["cidrBlock"] = name
		if block.IsSingleIP() {
			fields["ipAddress"] = block.Addr().String()
		}
	}
	fields["entry"] = name
	return fields, nil
}

// roomForEntries refuses what would be too many entries, with code and words of
// MongoDB's list of error codes. Those that are there already take no room.
func (c *call) roomForEntries(posted []object) error {
	more := map[string]bool{}
	for _, fields := range posted {
		name := textAt(fields, "entry")
		if _, there := c.state.find(c.key(kindAccessListEntry, "", name), c.now); !there {
			more[name] = true
		}
	}
	most, ok := c.room(entryLimit(), len(more))
	if ok || len(more) == 0 {
		return nil
	}
	return fail(http.StatusForbidden, "ATLAS_NETWORK_PERMISSIONS_LIMIT_EXCEEDED",
		fmt.Sprintf("Too many network permission entries. Only %d entries are supported.", most), strconv.Itoa(most))
}

// checkEntryDate wants a date from now up to a week ahead, and none of a security
// group.
func (c *call) checkEntryDate(fields object) error {
	text := textAt(fields, "deleteAfterDate")
	if text == "" {
		return nil
	}
	date, err := time.Parse(time.RFC3339, text)
	if err != nil || !date.After(c.now) || date.After(c.now.Add(entryHorizon)) || fields["awsSecurityGroup"] != nil {
		return errAttribute("deleteAfterDate")
	}
	fields["deleteAfterDate"] = date.UTC().Format(time.RFC3339)
	return nil
}

// entryName is what an entry is known by: a block, that of an address alone
// included, or a security group.
func entryName(text string) string {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()).String()
	}
	if block, err := netip.ParsePrefix(text); err == nil {
		return block.String()
	}
	return text
}

// hopeless reports whether an entry is a security group of nothing but zeros: one
// that FAILED, for whoever wants to see it.
func hopeless(name string) bool {
	_, id, ok := strings.Cut(name, "sg-")
	return ok && strings.Trim(id, "0") == ""
}
