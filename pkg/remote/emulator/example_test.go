package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// An emulator is an http.Handler: httptest serves it to any client of Atlas that
// can be pointed at another base URL. This one has nothing but net/http.
func ExampleNew() {
	emu, err := emulator.New(emulator.Config{Projects: []string{"demo"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(emu)
	defer server.Close()

	req, err := http.NewRequest(http.MethodGet, server.URL+"/api/atlas/v2/groups/byName/demo", http.NoBody)
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Accept", "application/vnd.atlas.2023-01-01+json") // Atlas answers nobody who leaves it out
	resp, err := server.Client().Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	var project struct{ ID, Name string }
	if err := json.NewDecoder(resp.Body).Decode(&project); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.Status, project.Name, project.ID)
	// Output: 200 OK demo 2a97516c354b68848cdbd8f5
}

// A Flex cluster becomes IDLE when enough emulated time has passed, which takes
// no real time.
func Example() {
	emu, err := emulator.New(emulator.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	url := "https://cloud.mongodb.com/api/atlas/v2/groups/" + emu.AddProject("demo") + "/flexClusters"
	body := `{"name":"shop","providerSettings":{"backingProviderName":"AWS","regionName":"US_EAST_1"}}`

	call(emu, http.MethodPost, url, body)
	emu.Advance(15 * time.Second)
	call(emu, http.MethodGet, url+"/shop", "")
	// Output:
	// 201 CREATING
	// 200 IDLE
}

func call(emu *emulator.Emulator, method, url, body string) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Accept", "application/vnd.atlas.2024-11-13+json")
	req.Header.Set("Content-Type", "application/vnd.atlas.2024-11-13+json")
	resp, err := emu.Transport().RoundTrip(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	var cluster struct{ StateName string }
	if err := json.NewDecoder(resp.Body).Decode(&cluster); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(resp.StatusCode, cluster.StateName)
}
