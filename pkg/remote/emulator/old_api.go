package emulator

import (
	"slices"
	"strings"
)

// oldAPIPath is where the API was before it had versions. MongoDB's document of
// it still has the operations of serverless, and says the same of their end as
// the newer one does: they end on the same days.
const oldAPIPath = "/api/atlas/v1.0"

// alsoOld adds to each route its twin in the old API: the same bodies, but
// whatever the request accepts, the answer is plain application/json. That the
// twin announces its end too is a guess.
func alsoOld(routes []route) []route {
	twins := slices.Clone(routes)
	for i := range twins {
		twins[i].path = oldAPIPath + strings.TrimPrefix(twins[i].path, apiPath)
		twins[i].versions = nil
	}
	return append(routes, twins...)
}

// api is the path of the API that the call came by, for links.
func (c *call) api() string {
	if strings.HasPrefix(c.path, oldAPIPath+"/") {
		return oldAPIPath
	}
	return apiPath
}
