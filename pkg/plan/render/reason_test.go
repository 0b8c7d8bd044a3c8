package render_test

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestReason shows beside a field why it is there. File names are in it, so that
// it must not paint the terminal, forge a line or close a fence.
func TestReason(t *testing.T) {
	t.Parallel()
	f := field("terminationProtectionEnabled", true, false)
	f.Reason = "reset: \x1b[31m\n- shop/FlexCluster/orders\n```\n</details>"
	p := &plan.Plan{Operations: []plan.Operation{{Addr: spec.Address{Project: "shop", Kind: spec.KindFlexCluster, Name: "a"}, Action: plan.Update, Fields: []plan.Field{f}}}}
	const shown = "terminationProtectionEnabled: true -> false # reset: \\x1b[31m\\n- shop/FlexCluster/orders\\n```\\n</details>\n"
	for form, got := range map[string]string{"text": render.Text(p, render.Theme{}), "markdown": render.Markdown(p, render.MarkdownOptions{})} {
		if !strings.Contains(got, shown) {
			t.Errorf("%s: got\n%s\nwant in it\n%s", form, got, shown)
		}
	}
}
