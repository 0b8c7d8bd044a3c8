package plan

import (
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// misfit says what of a document does not go with what it lives in, as that is
// live: where a document declares it too, the loader has compared the two.
func (c *computation) misfit(want *spec.Resource) string {
	addr, _ := want.Addr.ParentAddress()
	parent, live := c.declared[addr], c.live[addr]
	if live == nil {
		return ""
	}
	body := live.Body
	if parent != nil && parent.Body != nil {
		body = Adopt(typeOf(*parent), parent.Body, body)
	}
	var texts []string
	for _, v := range want.Misfits(body) {
		texts = append(texts, v.Path+" "+v.Msg)
	}
	if len(texts) == 0 {
		return ""
	}
	return fmt.Sprintf("%s (%s)", strings.Join(texts, "; "), addr)
}
