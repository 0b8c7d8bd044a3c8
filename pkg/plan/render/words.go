package render

import (
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// The signs in front of a line.
const (
	signAdd     = "+"
	signChange  = "~"
	signRemove  = "-"
	signReplace = "-/+"
	signWarn    = "!"
	signNote    = "#"
)

const noChanges = "Atlas matches the files."

// signOf gives the sign of an action.
func signOf(a plan.Action) string {
	switch a {
	case plan.Create:
		return signAdd
	case plan.Update:
		return signChange
	case plan.Replace:
		return signReplace
	case plan.Delete:
		return signRemove
	}
	return signNote
}

// meaning explains the sign of an action in the legend.
func meaning(a plan.Action) string {
	switch a {
	case plan.Create:
		return "create"
	case plan.Update:
		return "update in place"
	case plan.Replace:
		return "delete, then create again"
	case plan.Delete:
		return "delete"
	}
	return ""
}

// fate says what happens to a resource.
func fate(a plan.Action) string {
	switch a {
	case plan.Create:
		return "will be created"
	case plan.Update:
		return "will be updated in place"
	case plan.Replace:
		return "must be replaced"
	case plan.Delete:
		return "will be deleted"
	}
	return ""
}

// cannot says what cannot happen to a blocked resource.
func cannot(a plan.Action) string {
	switch a {
	case plan.Create:
		return "cannot be created"
	case plan.Update:
		return "cannot be updated in place"
	case plan.Replace:
		return "cannot be replaced"
	case plan.Delete:
		return "cannot be deleted"
	}
	return ""
}

// tally counts a plan in words. A replacement is one addition and one
// destruction, as everybody knows it from Terraform.
func tally(s plan.Summary) string {
	text := fmt.Sprintf("%d to add, %d to change, %d to destroy", s.Create+s.Replace, s.Update, s.Delete+s.Replace)
	if s.Blocked > 0 {
		text += fmt.Sprintf(", %d blocked", s.Blocked)
	}
	return text
}

// unmanaged lists what lives beside the files, or gives nothing.
func unmanaged(list []plan.Unmanaged) string {
	if len(list) == 0 {
		return ""
	}
	parts := make([]string, len(list))
	for i, u := range list {
		parts[i] = fmt.Sprintf("%d %s in %s", u.Count, printable(string(u.Kind)), printable(u.Project))
	}
	return "Not in the files: " + strings.Join(parts, ", ") + " (left alone)"
}

// place says where a resource is declared. Only what lives and stands in no
// file has no place.
func place(o spec.Origin) string {
	if o.File == "" {
		return "in no file"
	}
	return printable(o.String())
}

// placeOrStood is the same, and where it stood of what is gone since an earlier
// commit.
func placeOrStood(o, stood spec.Origin) string {
	if o.File == "" && stood.File != "" {
		return "was in " + place(stood)
	}
	return place(o)
}

// needs is the flag that apply wants for a plan, or nothing.
func needs(p *plan.Plan) string {
	if list := p.Needs(); len(list) > 0 {
		return "--allow " + strings.Join(list, ",")
	}
	return ""
}
