package spec

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// KindIPAccessListEntry is an entry of the IP access list of a project: who may
// connect to its clusters.
const KindIPAccessListEntry Kind = "IPAccessListEntry"

// IPAccessListEntry is the part of an entry that Git may own, in the words of
// the Atlas schema NetworkPermissionEntry. The address itself is metadata.name.
type IPAccessListEntry struct {
	Comment         *string `yaml:"comment"`
	DeleteAfterDate *string `yaml:"deleteAfterDate"`
}

func ipAccessListEntryType() Type {
	return Type{
		Kind: KindIPAccessListEntry,
		Summary: "An entry of a project's IP access list. Its name is the entry: an IP address, a block of them " +
			"such as 10.0.0.0/24, or an AWS security group. A plan warns of one that lets in the whole internet, or a part of it that is " +
			"larger than a /8 of IPv4 or a /32 of IPv6, private addresses aside.",
		New:  func() Body { return new(IPAccessListEntry) },
		Name: Field{Required: true, Check: accessEntry, Normal: AccessEntry, Pattern: accessEntryPattern, Never: mappedPattern},
		Fields: map[string]Field{
			"comment":         {MaxLen: 80},
			"deleteAfterDate": timestamp(),
		},
		// Atlas has temporary entries for addresses only.
		Rules: []Rule{{
			If: matches(NamePath, securityGroupPattern), Then: not(said("deleteAfterDate")), At: "deleteAfterDate",
			Msg: "is for addresses: an AWS security group cannot be a temporary entry, so take the date out",
		}},
		Judge:    judgeAccessEntry,
		AddFirst: true,
		Expires:  Expiry{Path: "deleteAfterDate", Within: 7 * 24 * time.Hour},
		Loses:    "the way in: clients at this address reach no cluster of the project any more, unless another entry lets them in",
		Last:     "no entry is left: nobody reaches the clusters of the project from outside any more",
		Timeout:  45 * time.Minute,
		NotCovered: "the access lists of API keys and service accounts are others. A deleteAfterDate cannot be taken away again: " +
			"delete the entry, and declare it without one. Which address atlasctl itself comes from is not looked at.",
		Example: ipAccessListEntryExample,
		Docs:    "https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/group/endpoint-project-ip-access-list",
	}
}

// judgeAccessEntry tells when a project is opened to everybody, or to many, or for how
// long.
func judgeAccessEntry(c Change) Verdict {
	block, err := accessPrefix(c.Name)
	if err != nil || !c.Anew && !c.Touches("deleteAfterDate") {
		return Verdict{}
	}
	if whom := crowd(block); whom != "" {
		return Verdict{Opens: []string{"opens the clusters of the project to " + whom}}
	}
	return Verdict{}
}

// crowd says to how much of the internet a block belongs that is larger than what is
// given to one network: a /8 of IPv4, a /32 of IPv6. Two halves are as open as the
// whole. Blocks of IPv6 that are private are nobody else's.
func crowd(block netip.Prefix) string {
	private := netip.MustParsePrefix("fc00::/7")
	many := uint64(1) << max(0, 32-block.Bits())
	switch {
	case block.Bits() == 0:
		return "the whole internet"
	case block.Addr().Is4() && block.Bits() < 8:
		return fmt.Sprintf("%d addresses of IPv4", many)
	case block.Addr().Is6() && block.Bits() < 32 && !(private.Contains(block.Addr()) && block.Bits() >= private.Bits()):
		return fmt.Sprintf("%d blocks of IPv6, each as large as that of a provider (/32)", many)
	}
	return ""
}

// ipAccessListEntryExample is a document that makes one.
const ipAccessListEntryExample = `apiVersion: atlasctl/v1
kind: IPAccessListEntry
metadata:
  project: payments-prod # or --project
  name: 203.0.113.7
spec:
  comment: office
`

// accessEntry wants an entry that means what it says: an address with bits set
// behind its prefix is mostly a slip, and Atlas would know it under another name.
func accessEntry(text string) string {
	const wanted = "must be an IP address, a block of them such as 10.0.0.0/24, or an AWS security group such as sg-0123456789abcdef0"
	if isSecurityGroup(text) {
		return ""
	}
	block, err := accessPrefix(text)
	switch {
	case err != nil:
		return wanted
	case block.Addr().Is4In6():
		return "is an IPv4 address in the clothes of IPv6: write " + block.Addr().Unmap().String()
	case block != block.Masked():
		return fmt.Sprintf("has bits set behind the first %d: write %s for the block, or %s for the address", block.Bits(), block.Masked(), block.Addr())
	}
	return ""
}

// accessPrefix reads an address as the block of that address alone.
func accessPrefix(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		return netip.ParsePrefix(text)
	}
	addr, err := netip.ParseAddr(text)
	if err == nil && addr.Zone() != "" {
		err = errors.New("a zone means something on one machine only")
	}
	if err != nil {
		return netip.Prefix{}, err
	}
	return netip.PrefixFrom(addr, addr.BitLen()), nil
}

// AccessEntry gives the one spelling of an entry of an access list: that of
// package netip, and an address without the length of a block of one. What is no
// entry comes back as it is.
func AccessEntry(text string) string {
	block, err := accessPrefix(text)
	switch {
	case err != nil:
		return text
	case block.IsSingleIP():
		return block.Addr().String()
	}
	return block.String()
}

// isSecurityGroup tells a group, of this account or of the one that stands
// before a slash.
func isSecurityGroup(text string) bool {
	account, group, foreign := strings.Cut(text, "/")
	if !foreign {
		account, group = "", text
	}
	id, ok := strings.CutPrefix(group, "sg-")
	return ok && id != "" && strings.Trim(id, digits+"abcdef") == "" &&
		(!foreign || account != "" && strings.Trim(account, digits) == "")
}
