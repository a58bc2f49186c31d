package client

import (
	"context"
	"net/url"
)

// Tenant is an organisation or team.
type Tenant struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Revision    int64  `json:"revision"`
	CreatedAt   string `json:"created_at"`
}

// Tenant reads one tenant.
func (c *Client) Tenant(ctx context.Context, name string) (*Tenant, error) {
	return get[Tenant](ctx, c, "/tenants/"+url.PathEscape(name))
}
