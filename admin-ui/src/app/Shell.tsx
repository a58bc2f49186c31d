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
  PageContext,
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
import { use, useEffect } from 'react';
import { isLeaving } from '../api/login';
import { isProblem } from '../api/problem';
import type { Me, Operation } from '../api/types';
import { operationQuery } from '../features/operation/queries';
import { titleOf } from '../features/operation/states';
import { meQuery } from '../features/session/queries';
import { ProblemAlert } from '../ui/ProblemAlert';
import { Logo } from './Logo';
import { TenantSwitcher } from './TenantSwitcher';
import { ThemeMenu } from './ThemeMenu';
import { UserMenu } from './UserMenu';

/** Everything around the pages. Pages are shown once it is known who looks at them. */
export function Shell() {
  const me = useQuery(meQuery);
  useDocumentTitle(useOperationOfPage());
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
          <Sections
            tenant={tenant}
            current={
              at('operations') || path.startsWith('/operations/') ? 'operations' : at('namespaces') && 'namespaces'
            }
          />
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

function Sections({ tenant, current }: { tenant: string; current: 'namespaces' | 'operations' | false }) {
  const { isMobile, isSidebarOpen, onSidebarToggle } = use(PageContext);
  // On a narrow screen the sidebar covers the page that was just chosen.
  const uncover = () => {
    if (isMobile && isSidebarOpen) onSidebarToggle();
  };
  return (
    <Nav aria-label="Main" onSelect={uncover}>
      <NavList>
        <NavItem isActive={current === 'namespaces'}>
          <Link to="/tenants/$tenant/namespaces" params={{ tenant }}>
            Namespaces
          </Link>
        </NavItem>
        <NavItem isActive={current === 'operations'}>
          <Link to="/tenants/$tenant/operations" params={{ tenant }}>
            Operations
          </Link>
        </NavItem>
      </NavList>
    </Nav>
  );
}

function HomeLink(props: Record<string, unknown>) {
  return <Link {...props} to="/" aria-label="Quarry, to the start" />;
}

/** The tenant that the page is about; an operation's page knows it from the operation. */
function useTenant(): string | undefined {
  const { tenant } = useParamsOfPage();
  const operation = useOperationOfPage();
  return tenant ?? operation?.target.tenant;
}

/** The operation that the page shows, once the page has loaded it. */
function useOperationOfPage(): Operation | undefined {
  const { id = '' } = useParamsOfPage();
  return useQuery({ ...operationQuery(id), enabled: false }).data;
}

function useParamsOfPage(): Record<string, string | undefined> {
  return useMatches({ select: (matches) => matches.at(-1)?.params ?? {} });
}

function useDocumentTitle(operation: Operation | undefined): void {
  const ofRoute = useMatches({
    select: (matches) => {
      const match = matches.at(-1);
      return match?.staticData.title?.(match.params);
    },
  });
  const title = operation ? `${titleOf(operation.type)} ${operation.target.name}` : ofRoute;
  useEffect(() => {
    document.title = title === undefined ? 'Quarry' : `${title} · Quarry`;
  }, [title]);
}
