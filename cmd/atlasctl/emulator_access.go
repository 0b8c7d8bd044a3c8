package main

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// credential is the value of --key or --service-account.
type credential struct {
	id, secret string
	readOnly   bool
	projects   []string
	networks   []netip.Prefix
}

// parseCredential reads ID:SECRET, or ID:SECRET:OPTIONS with options that are
// separated by commas. No error repeats what may be a part of the secret: with
// a colon in it, that is what the options look like.
func parseCredential(text string) (credential, error) {
	parts := strings.SplitN(text, ":", 3)
	if len(parts) < 2 || parts[0] == "" || parts[1] == "" {
		return credential{}, errors.New("two parts with a colon in between are needed")
	}
	c := credential{id: parts[0], secret: parts[1]}
	if len(parts) == 2 {
		return c, nil
	}
	for i, option := range strings.Split(parts[2], ",") {
		if err := c.set(option); err != nil {
			return credential{}, fmt.Errorf("option %d: %w", i+1, err)
		}
	}
	return c, nil
}

func (c *credential) set(option string) error {
	name, value, given := strings.Cut(option, "=")
	switch {
	case option == "ro":
		c.readOnly = true
		return nil
	case name == "project" && value != "":
		c.projects = append(c.projects, value)
		return nil
	case name == "ip" && given:
		network, err := parseNetwork(value)
		if err == nil {
			c.networks = append(c.networks, network)
		}
		return err
	}
	return errors.New("want ro, project=NAME or ip=CIDR")
}

// parseNetwork reads a network, or an address, which is a network of one.
func parseNetwork(text string) (netip.Prefix, error) {
	if network, err := netip.ParsePrefix(text); err == nil {
		return network, nil
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, errors.New("ip= is followed by no network: want something like ip=10.0.0.0/8 or ip=192.0.2.1")
	}
	return netip.PrefixFrom(address, address.BitLen()), nil
}

func parseKeys(texts []string) ([]emulator.APIKey, error) {
	var keys []emulator.APIKey
	for _, text := range texts {
		c, err := parseCredential(text)
		if err != nil {
			return nil, fmt.Errorf("--key: want PUBLIC:PRIVATE or PUBLIC:PRIVATE:OPTIONS: %w", err)
		}
		keys = append(keys, emulator.APIKey{Public: c.id, Private: c.secret, ReadOnly: c.readOnly, Projects: c.projects, Networks: c.networks})
	}
	return keys, nil
}

func parseServiceAccounts(texts []string) ([]emulator.ServiceAccount, error) {
	var accounts []emulator.ServiceAccount
	for _, text := range texts {
		c, err := parseCredential(text)
		if err != nil {
			return nil, fmt.Errorf("--service-account: want ID:SECRET or ID:SECRET:OPTIONS: %w", err)
		}
		accounts = append(accounts, emulator.ServiceAccount{ID: c.id, Secret: c.secret, ReadOnly: c.readOnly, Projects: c.projects, Networks: c.networks})
	}
	return accounts, nil
}

// parseRateLimits reads values of --rate-limit. Which sets there are, and what
// a limit may be, is the emulator's to say.
func parseRateLimits(texts []string) (map[string]emulator.Limit, error) {
	limits := map[string]emulator.Limit{}
	for _, text := range texts {
		set, numbers, _ := strings.Cut(text, "=")
		first, second, _ := strings.Cut(numbers, ":")
		capacity, err := strconv.Atoi(first)
		refill, err2 := strconv.Atoi(second)
		if set == "" || err != nil || err2 != nil {
			return nil, fmt.Errorf("--rate-limit %q: want SET=CAPACITY:REFILL, such as streams_group=100:50", text)
		}
		if _, twice := limits[set]; twice {
			return nil, fmt.Errorf("--rate-limit: %s is given twice", set)
		}
		limits[set] = emulator.Limit{Capacity: capacity, Refill: refill}
	}
	return limits, nil
}
