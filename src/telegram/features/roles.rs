//! Roles: who runs the shop besides its owners. Only owners get here; a change takes two steps.

use crate::app::{Found, Member, RoleChange};
use crate::dialogue::screen::Hint;
use crate::dialogue::{RolesAction, Step};
use crate::domain::role::Role;
use crate::i18n::Words;
use crate::telegram::bot_command::BotCommands;
use crate::telegram::commands;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::hint::hint;
use crate::telegram::view::page::{Button, Page};
use crate::telegram::view::toast::Toast;
use crate::telegram::view::{access, button, html, role};

/// People on one page.
pub const PER_PAGE: usize = 8;
/// Who was named has their role from the environment, or the role was changed meanwhile.
const FIXED: Toast = Toast::new("toast-role-fixed");

/// A button about roles.
pub async fn press(ctx: UpdateContext, action: RolesAction, commands: BotCommands) -> HandlerResult {
    match action {
        RolesAction::List { page } => list(ctx, page).await,
        RolesAction::AskPerson => ask(ctx, None, None),
        RolesAction::Choose { user } => {
            let member = ctx.app.roles.member(user).await?;
            show(ctx, &member)
        }
        RolesAction::AskChange { user, role } => {
            let member = ctx.app.roles.member(user).await?;
            let page = confirm_role(&member, role, &ctx.words);
            ctx.reply(&Step::Menu, &page, None)
        }
        RolesAction::Change { user, role } => change(ctx, user, role, commands).await,
    }
}

async fn list(ctx: UpdateContext, page: usize) -> HandlerResult {
    let (members, count) = ctx.app.roles.list(page, PER_PAGE).await?;
    let page = staff(&members, (page, count.div_ceil(PER_PAGE).max(1)), &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

fn show(ctx: UpdateContext, member: &Member) -> HandlerResult {
    let page = choose_role(member, &ctx.words);
    ctx.reply(&Step::Menu, &page, None)
}

async fn change(mut ctx: UpdateContext, user: i64, role: Option<Role>, commands: BotCommands) -> HandlerResult {
    let (app, owner, settings) = (ctx.app.clone(), ctx.user_id(), ctx.settings.clone());
    let (member, toast) = match app.roles.change(owner, user, role, &mut ctx.effects).await? {
        RoleChange::Made(member) => (member, Toast::DONE),
        RoleChange::Already(member) => (member, Toast::ALREADY_DECIDED),
        RoleChange::Denied => return ctx.toast_only(FIXED),
    };
    if let Some(person) = &member.person {
        commands::enqueue_role(&app, &settings, commands, person, member.role, &mut ctx.effects).await?;
    }
    let page = role_changed(&member, &ctx.words);
    ctx.reply(&Step::Menu, &page, Some(toast))
}

/// An id or a username was typed.
pub async fn receive_person(ctx: UpdateContext, text: Option<String>) -> HandlerResult {
    let Some(text) = text else { return show_again(ctx, Some(Hint::TextOnly), None) };
    let text = html::clean(&text);
    let remark = match ctx.app.roles.find(&text).await? {
        Found::One(member) => return show(ctx, &member),
        Found::Nobody => html::say(&ctx.words, "roles-nobody", &[("text", text.into())]),
        Found::Several => html::say(&ctx.words, "roles-several", &[("text", text.into())]),
    };
    ask(ctx, Some(remark), None)
}

/// Asks for the person again, because something else came.
///
/// # Errors
/// When the page cannot be put into JSON.
pub fn show_again(ctx: UpdateContext, again: Option<Hint>, toast: Option<Toast>) -> HandlerResult {
    let remark = hint(again, &ctx.words);
    ask(ctx, Some(remark), toast)
}

fn ask(ctx: UpdateContext, remark: Option<String>, toast: Option<Toast>) -> HandlerResult {
    let page = ask_person(remark, &ctx.words);
    ctx.reply(&Step::RolePerson, &page, toast)
}

/// Those who have a role.
pub fn staff(members: &[Member], pages: (usize, usize), words: &Words) -> Page {
    let line = |member: &Member| {
        let role = member.role.map(|role| role::name(role, words)).unwrap_or_default();
        html::say(words, "roles-line", &[("name", member.name().into()), ("role", role.into()), ("id", member.user.to_string().into())])
    };
    let lines: Vec<String> = members.iter().map(line).collect();
    let given = members.iter().filter(|member| member.role != Some(Role::Owner));
    let mut rows: Vec<Vec<Button>> = given.map(|member| vec![of_member(member)]).collect();
    rows.push(button::turn(pages, |page| RolesAction::List { page }));
    rows.push(vec![button::button(words, "button-role-add", RolesAction::AskPerson)]);
    rows.push(vec![button::admin(words)]);
    html::page(vec![words.say("roles-title", &[]), lines.join("\n"), button::page_number(pages, words)], rows)
}

fn of_member(member: &Member) -> Button {
    button::named(&format!("👤 {}", html::clean(&member.name())), "👤", RolesAction::Choose { user: member.user })
}

/// Somebody, with the roles that they may get.
pub fn choose_role(member: &Member, words: &Words) -> Page {
    let user = member.user;
    let mut rows = Vec::new();
    if member.role != Some(Role::Owner) {
        let others = Role::GIVEN.into_iter().filter(|role| member.role != Some(*role));
        let pick = |to| button::named(&role::name(to, words), Role::as_str(to), RolesAction::AskChange { user, role: Some(to) });
        rows.push(others.map(pick).collect());
        if member.role.is_some() {
            rows.push(vec![button::button(words, "button-role-take", RolesAction::AskChange { user, role: None })]);
        }
    }
    rows.push(vec![back(words)]);
    let now = match member.role {
        Some(Role::Owner) => words.say("role-fixed", &[]),
        Some(role) => html::say(words, "role-now", &[("role", role::name(role, words).into())]),
        None => words.say("role-none", &[]),
    };
    html::page(vec![words.say("role-choose", &[]), who(member, words), now], rows)
}

/// Really?
pub fn confirm_role(member: &Member, to: Option<Role>, words: &Words) -> Page {
    let user = member.user;
    let question = match to {
        Some(role) => {
            let args = [("name", member.name().into()), ("role", role::name(role, words).into()), ("may", role::may(role, words).into())];
            html::say(words, "role-confirm", &args)
        }
        None => html::say(words, "role-confirm-take", &[("name", member.name().into())]),
    };
    let label = if to.is_some() { "button-role-confirm" } else { "button-role-confirm-take" };
    let yes = button::button(words, label, RolesAction::Change { user, role: to });
    let no = button::button(words, "button-back", RolesAction::Choose { user });
    html::page(vec![question, who(member, words)], vec![vec![yes], vec![no]])
}

/// It is done.
pub fn role_changed(member: &Member, words: &Words) -> Page {
    let text = match member.role {
        Some(role) => html::say(words, "role-given", &[("name", member.name().into()), ("role", role::name(role, words).into())]),
        None => html::say(words, "role-taken", &[("name", member.name().into())]),
    };
    let unmet = if member.person.is_none() { words.say("role-unmet", &[]) } else { String::new() };
    html::page(vec![text, unmet], vec![vec![back(words)]])
}

/// Who is to get a role? `remark` is above.
pub fn ask_person(remark: Option<String>, words: &Words) -> Page {
    html::page(vec![remark.unwrap_or_default(), words.say("roles-ask-person", &[])], vec![vec![back(words)]])
}

fn who(member: &Member, words: &Words) -> String {
    match &member.person {
        Some(person) => access::who(person, words),
        None => {
            format!("{}\n{}", html::say(words, "admin-person-id", &[("id", member.user.to_string().into())]), words.say("role-unmet", &[]))
        }
    }
}

fn back(words: &Words) -> Button {
    button::button(words, "button-roles", RolesAction::List { page: 0 })
}
