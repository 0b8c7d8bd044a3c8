package main

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestEmulatorFlags(t *testing.T) {
	t.Parallel()
	o := emulatorCommand{
		speed:           1,
		keys:            []string{"a:b", "c:d:ro", "e:f:project=shop,ro,project=5f0000000000000000000001"},
		serviceAccounts: []string{"g:h", "i:j:ip=10.0.0.0/8,ip=::1,ip=fd00::/8", "k:l:ip=192.0.2.1,project=a=b"},
		rateLimits:      []string{"streams_group=100:50", "groups_user=1:2"},
	}
	now := func() time.Time { return time.Time{} }
	got, err := o.config(env{now: now})
	if err != nil {
		t.Fatal(err)
	}
	want := emulator.Config{
		Keys: []emulator.APIKey{
			{Public: "a", Private: "b"},
			{Public: "c", Private: "d", ReadOnly: true},
			{Public: "e", Private: "f", ReadOnly: true, Projects: []string{"shop", "5f0000000000000000000001"}},
		},
		ServiceAccounts: []emulator.ServiceAccount{
			{ID: "g", Secret: "h"},
			{ID: "i", Secret: "j", Networks: []netip.Prefix{
				netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("fd00::/8"),
			}},
			{ID: "k", Secret: "l", Projects: []string{"a=b"}, Networks: []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}},
		},
		Limits: map[string]emulator.Limit{
			"streams_group": {Capacity: 100, Refill: 50},
			"groups_user":   {Capacity: 1, Refill: 2},
		},
		Speed: 1,
	}
	got.Now = nil // functions do not compare
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
