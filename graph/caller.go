package graph

import (
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"hromada/auth"
)

// callerKey tells callers apart: by their account, or by the address they ask from.
func callerKey(r *http.Request) string {
	viewer, _ := auth.ViewerFrom(r.Context())
	if viewer.SignedIn() {
		return "account " + strconv.FormatInt(viewer.User, 10)
	}
	return viewer.Address
}

// addressOf is the address that a request comes from. Of IPv6 it is the network of 64 bits that one household or office
// is given.
func addressOf(r *http.Request, proxies []netip.Prefix) string {
	address := clientAddress(r, proxies)
	if address.Is6() {
		return netip.PrefixFrom(address.WithZone(""), 64).Masked().String()
	}
	return address.String()
}

// clientAddress is who the request comes from. Only what a trusted proxy says in X-Forwarded-For is believed:
// of the addresses there, each put behind the last by the proxy that saw it, the last one that is
// no trusted proxy itself.
func clientAddress(r *http.Request, proxies []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{} // no network: a test, or a socket of this machine
	}
	client := peer.Addr().Unmap()
	seen := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(seen) {
		if !trusted(client, proxies) {
			break
		}
		before, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			break
		}
		client = before.Unmap()
	}
	return client
}

func trusted(address netip.Addr, proxies []netip.Prefix) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(address) })
}
