import {
  Bullseye,
  EmptyState,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSection,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  Spinner,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isLeaving } from '../api/login';
import { isProblem } from '../api/problem';
import type { Me } from '../api/types';
import { operationQuery } from '../features/operation/queries';
import { meQuery } from '../features/session/queries';
import { ProblemAlert } from '../ui/ProblemAlert';
import { Logo } from './Logo';
import { TenantSwitcher } from './TenantSwitcher';
import { ThemeMenu } from './ThemeMenu';
import { UserMenu } from './UserMenu';

/** Everything around the pages. Pages are shown once it is known who looks at them. */
export function Shell() {
  const me = useQuery(meQuery);
  useDocumentTitle();
  if (me.data) return <Frame me={me.data} />;
  return (
    <Bullseye>
      {me.error && !(isProblem(me.error, 401) && isLeaving()) ? (
        <div className="q-alone">
          <ProblemAlert error={me.error} title="The portal could not start" onRetry={() => void me.refetch()} />
        </div>
      ) : (
        <EmptyState titleText="One moment" headingLevel="h1" icon={Spinner} />
      )}
    </Bullseye>
  );
}

function Frame({ me }: { me: Me }) {
  const tenant = useTenant() ?? me.tenants[0];
  const path = useRouterState({ select: (state) => state.location.pathname });
  const at = (section: string) => path.startsWith(`/tenants/${tenant ?? ''}/${section}`);
  const masthead = (
    <Masthead display={{ default: 'inline' }}>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton isHamburgerButton aria-label="Navigation" />
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={HomeLink}>
            <Logo />
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Toolbar isStatic isFullHeight>
          <ToolbarContent>
            <ToolbarItem>
              <TenantSwitcher tenants={me.tenants} current={tenant} />
            </ToolbarItem>
            <ToolbarGroup variant="action-group-plain" align={{ default: 'alignEnd' }}>
              <ToolbarItem>
                <ThemeMenu />
              </ToolbarItem>
              <ToolbarItem>
                <UserMenu me={me} />
              </ToolbarItem>
            </ToolbarGroup>
          </ToolbarContent>
        </Toolbar>
      </MastheadContent>
    </Masthead>
  );
  const sidebar = (
    <PageSidebar>
      <PageSidebarBody>
        {tenant !== undefined && (
          <Nav aria-label="Main">
            <NavList>
              <NavItem isActive={at('namespaces')}>
                <Link to="/tenants/$tenant/namespaces" params={{ tenant }}>
                  Namespaces
                </Link>
              </NavItem>
              <NavItem isActive={at('operations') || path.startsWith('/operations/')}>
                <Link to="/tenants/$tenant/operations" params={{ tenant }}>
                  Operations
                </Link>
              </NavItem>
            </NavList>
          </Nav>
        )}
      </PageSidebarBody>
    </PageSidebar>
  );
  return (
    <Page
      masthead={masthead}
      sidebar={sidebar}
      isManagedSidebar
      isContentFilled
      mainContainerId="main"
      skipToContent={<SkipToContent href="#main">Skip to content</SkipToContent>}
    >
      <PageSection isFilled hasBodyWrapper={false} className="q-page">
        <Outlet />
      </PageSection>
    </Page>
  );
}

function HomeLink(props: Record<string, unknown>) {
  return <Link {...props} to="/" aria-label="Quarry, to the start" />;
}

/** The tenant that the page is about; an operation's page knows it from the operation. */
function useTenant(): string | undefined {
  const params = useParamsOfPage();
  const { data } = useQuery({ ...operationQuery(params.id ?? ''), enabled: false });
  return params.tenant ?? data?.target.tenant;
}

function useParamsOfPage(): Record<string, string | undefined> {
  return useMatches({ select: (matches) => matches.at(-1)?.params ?? {} });
}

function useDocumentTitle(): void {
  const title = useMatches({
    select: (matches) => {
      const match = matches.at(-1);
      return match?.staticData.title?.(match.params);
    },
  });
  useEffect(() => {
    document.title = title === undefined ? 'Quarry' : `${title} · Quarry`;
  }, [title]);
}
