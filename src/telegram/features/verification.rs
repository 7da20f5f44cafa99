//! Marking a category as verified, by the buttons of the card of a delivered order. The card itself is a notification.

use crate::app::Marked;
use crate::dialogue::VerificationAction;
use crate::telegram::context::{HandlerResult, UpdateContext};
use crate::telegram::view::toast::Toast;

/// A button of the card. The cards of all admins change.
pub async fn press(mut ctx: UpdateContext, action: VerificationAction) -> HandlerResult {
    let (order, verified) = match action {
        VerificationAction::Verify { order } => (order, true),
        VerificationAction::Unverify { order } => (order, false),
    };
    let app = ctx.app.clone();
    let marked = app.verification.mark(&ctx.settings, ctx.user_id(), &order, verified, &mut ctx.effects).await?;
    ctx.toast_only(match marked {
        Marked::Done => Toast::DONE,
        Marked::Already => Toast::ALREADY_DECIDED,
        Marked::Unknown => Toast::STALE_BUTTON,
    })
}
