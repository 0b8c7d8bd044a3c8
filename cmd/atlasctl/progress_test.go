package main

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	shop := spec.Address{Project: "demo", Kind: spec.KindFlexCluster, Name: "shop"}
	other := spec.Address{Project: "demo", Kind: spec.KindFlexCluster, Name: "other"}
	at := func(seconds int, addr spec.Address, verb plan.Action, state apply.State, detail string) apply.Event {
		took := time.Duration(seconds) * time.Second
		return apply.Event{Time: time.Unix(1000, 0).Add(took), Addr: addr, Verb: verb, State: state, Detail: detail, Elapsed: took}
	}
	failed := at(9, shop, plan.Update, apply.Failed, "")
	failed.Err = errors.New("no")
	skipped := at(0, other, plan.Create, apply.Skipped, "")
	skipped.Cause = shop
	for _, test := range []struct {
		name   string
		events []apply.Event
		want   string
	}{
		{
			"a line an event",
			[]apply.Event{at(0, shop, plan.Create, apply.Started, ""), at(3, shop, plan.Create, apply.Done, "")},
			"demo/FlexCluster/shop: creating...\n" +
				"demo/FlexCluster/shop: created after 3s\n",
		},
		{
			"what Atlas says",
			[]apply.Event{at(14, shop, plan.Delete, apply.Waiting, "DELETING")},
			"demo/FlexCluster/shop: still deleting, Atlas says DELETING [14s elapsed]\n",
		},
		{
			"how it ends otherwise",
			[]apply.Event{failed, skipped, at(0, other, plan.Create, apply.Skipped, ""), at(0, other, plan.Create, apply.Done, "it is there already")},
			"demo/FlexCluster/shop: FAILED after 9s: no\n" +
				"demo/FlexCluster/other: skipped, because demo/FlexCluster/shop failed\n" +
				"demo/FlexCluster/other: skipped, because the run was interrupted\n" +
				"demo/FlexCluster/other: nothing to do: it is there already\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			e := testEnv(nil)
			e.stderr = &stderr
			p := progress{e, &stream{}}
			for _, event := range test.events {
				p.show(event)
			}
			if diff := cmp.Diff(test.want, stderr.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
