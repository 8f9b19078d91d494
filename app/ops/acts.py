"""What was done, as a sentence: the actions of the log, for the page that shows it.

An action that is not here yet is shown by its code: the log never hides what nobody put in words.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

SENTENCES: Mapping[str, Lazy] = MappingProxyType(
    {
        "account.invited": _l("%(whom)sを招いた"),
        "account.reset_link": _l("%(whom)sに、新しいパスワードを決めるリンクを作った"),
        "account.signed_out": _l("%(whom)sを、すべての機器で終わりにした"),
        "account.disabled": _l("%(whom)sの登録を止めた"),
        "account.enabled": _l("%(whom)sの登録を、また使えるようにした"),
        "account.merged": _l("%(whom)sの登録に、もう1つの登録をまとめた"),
        "account.erased": _l("%(whom)sの登録と記録を、すべて消した"),
        "accounts.exported": _l("登録の一覧をCSVで書き出した"),
        "account.erasure_asked": _l("%(whom)sの登録と記録を、すべて消すように頼んだ"),
        "sign_in.limited": _l("何度も試されたので、はじめるのを少し止めた"),
        "factor.added": _l("%(whom)sが、二段階のたしかめを加えた"),
        "factor.copied": _l("%(whom)sのパスキーが、写されたかもしれない"),
        "factor.code_handed": _l("%(whom)sに、1回だけのコードをわたした"),
        "factor.reset": _l("%(whom)sの二段階のたしかめを、はじめにもどした"),
        "factor.rule_changed": _l("二段階のたしかめの決まりを変えた"),
        "federation.provider_added": _l("ほかのしくみからはじめられるようにした"),
        "federation.provider_changed": _l("ほかのしくみの決まりを変えた"),
        "federation.linked": _l("%(whom)sの登録を、ほかのしくみとつないだ"),
        "federation.unlinked": _l("%(whom)sの登録を、ほかのしくみから外した"),
        "class_card.made": _l("学級のカードを作った"),
        "class_card.changed": _l("%(whom)sのカードを作りなおした"),
        "class_card.printed": _l("学級のカードを印刷した"),
        "class_card.qr_printed": _l("学級のカードをQRコードつきで印刷した"),
        "class_card.opened_again": _l("%(whom)sのカードを、また使えるようにした"),
        "class_door.opened": _l("学級の入り口を開けた"),
        "class_door.closed": _l("学級の入り口を閉めた"),
        "class_door.tried_out": _l("学級の入り口で、何度もまちがえられた"),
        "guardian.letters_made": _l("保護者への手紙を作った"),
        "consent.paper_recorded": _l("%(whom)sの紙の同意を記録した"),
        "consent.text_published": _l("お知らせや同意の文を出した"),
        "organization.added": _l("組織を加えた"),
        "organization.renamed": _l("組織の名前を変えた"),
        "organization.moved": _l("組織の場所を変えた"),
        "organization.closed": _l("組織を閉じた"),
        "organization.reopened": _l("組織を、また開いた"),
        "post.given": _l("%(whom)sに、所属と役割をつけた"),
        "post.ended": _l("%(whom)sの所属と役割を終えた"),
        "post.made_primary": _l("%(whom)sの、おもな所属を変えた"),
        "roster.received": _l("名簿を受けとった"),
        "roster.applied": _l("名簿を取りこんだ"),
        "roster.undone": _l("名簿の取りこみを、元にもどした"),
        "roster.exported": _l("名簿を書き出した"),
        "personnel.changed": _l("%(whom)sの任用を、名簿に書いた"),
        "personnel.transferred": _l("%(whom)sの異動を、名簿に書いた"),
        "personnel.exported": _l("職員の名簿を書き出した"),
        "personnel.forgotten": _l("退職して5年たった%(whom)sの任用とスキルの登録を消した"),
        "person.looked": _l("%(whom)sのページを見た"),
        "data.downloaded": _l("%(whom)sの記録を、すべて書き出した"),
        "records.erased": _l("ある人の学びの記録を消した"),
        "records.exported": _l("学びの記録を、ファイルに書き出した"),
        "audit.exported": _l("この記録を、ファイルに書き出した"),
        "backup.made": _l("控え（バックアップ）を取った"),
        "credential.revoked": _l("%(whom)sの修了証を取り消した"),
        "credential.corrected": _l("%(whom)sの修了証を出し直した"),
        "credentials.issuer_founded": _l("証明の発行者を加えた"),
        "credentials.issuer_named": _l("証明の発行者の名前を決めた"),
        "credentials.issuer_ended": _l("証明の発行者を終わりにした"),
        "credentials.key_withdrawn": _l("署名の鍵を、使えなくした"),
        "achievements.described": _l("証明の種類を加えた"),
        "achievements.changed": _l("証明の種類の説明を変えた"),
        "achievements.closed": _l("証明の種類を終わりにした"),
        "achievements.reopened": _l("証明の種類を、また出せるようにした"),
        "achievements.awarded": _l("証明を、人に出した"),
        "achievements.withdrawal_asked": _l("まとめて出した証明の、取り消しを求めた"),
        "achievements.withdrawal_agreed": _l("まとめて出した証明の、取り消しに同意した"),
        "achievements.withdrawal_dropped": _l("まとめて出した証明の、取り消しをやめた"),
        "assignments.made": _l("研修を、期限をつけて割り当てた"),
        "assignments.due_changed": _l("割り当てた研修の期限を変えた"),
        "assignments.withdrawn": _l("研修の割り当てを取り下げた"),
        "assignments.restored": _l("取り下げた研修の割り当てを、元にもどした"),
        "assignments.exempted": _l("%(whom)sの、割り当てた研修を免除した"),
        "assignments.exemption_lifted": _l("%(whom)sの、研修の免除をやめた"),
        "assignments.asked": _l("研修をまだ始めていない人に、知らせを送るよう頼んだ"),
        "assignments.exported": _l("研修を割り当てた人の一覧を、ファイルに書き出した"),
        "workforce.profile_described": _l("役割に求める力を加えた"),
        "workforce.profile_changed": _l("役割に求める力を変えた"),
        "workforce.profile_closed": _l("役割に求める力を終わりにした"),
        "workforce.profile_reopened": _l("役割に求める力を、また求めるようにした"),
        "workforce.target_set": _l("育成の目標を加えた"),
        "workforce.target_changed": _l("育成の目標を変えた"),
        "workforce.target_closed": _l("育成の目標を終わりにした"),
        "workforce.plan_added": _l("DX推進計画の項目を加えた"),
        "workforce.plan_changed": _l("DX推進計画の項目を変えた"),
        "workforce.plan_closed": _l("DX推進計画の項目を終わりにした"),
        "reporting.made": _l("スキルの報告をつくった"),
        "reporting.opened": _l("スキルの報告の数字の、もとの人の一覧を見た"),
        "reporting.taken": _l("スキルの報告を、ファイルにした"),
        "course.publication_asked": _l("下書きの公開を頼んだ"),
        "course.published": _l("講座の新しい版を公開した"),
        "course.retired": _l("講座を、新しく始められないようにした"),
        "course.brought_back": _l("講座を、また始められるようにした"),
        "client.added": _l("外部のプログラム「%(whom)s」を加えた"),
        "client.changed": _l("外部のプログラム「%(whom)s」のできることを変えた"),
        "client.rotated": _l("外部のプログラム「%(whom)s」の秘密の文字列を新しくした"),
        "client.revoked": _l("外部のプログラム「%(whom)s」を止めた"),
        "issuer.trusted": _l("発行者「%(whom)s」を信頼することにした"),
        "issuer.distrusted": _l("発行者「%(whom)s」を信頼するのをやめた"),
        "registry.started": _l("人材登録簿への送り先「%(whom)s」を加えた"),
        "registry.stopped": _l("人材登録簿への送り先「%(whom)s」へ送るのをやめた"),
        "subject.confirmed": _l("ほかの発行者の証明の番号が、%(whom)sのものだと確かめた"),
        "subject.ended": _l("ほかの発行者の証明の番号と、%(whom)sとのつながりを終えた"),
        "forwarding.started": _l("記録の送り先「%(whom)s」を加えた"),
        "forwarding.stopped": _l("記録の送り先「%(whom)s」へ送るのをやめた"),
        "forwarding.children_asked": _l("子どもの記録も「%(whom)s」へ送るように頼んだ"),
        "forwarding.children_agreed": _l("子どもの記録も「%(whom)s」へ送ることに同意した"),
        "forwarding.children_left_out": _l("子どもの記録を「%(whom)s」へ送るのをやめた"),
    }
)
"""By action; ``whom`` is the name of the subject."""

PLACES: Mapping[str, Lazy] = MappingProxyType(
    {
        "account": _l("登録のページ"),
        "skills": _l("スキルのページ"),
        "skill": _l("スキルの証明"),
        "records": _l("学びの記録"),
        "assignment": _l("期限のある研修"),
    }
)
"""Of ``person.looked``: which page it was."""

REASONS: Mapping[str, Lazy] = MappingProxyType(
    {
        "left": _l("所属が終わったため"),
        "unused": _l("長く使われていないため"),
        "merged": _l("もう1つの登録にまとめたため"),
        "erasing": _l("記録を消すため"),
    }
)
"""Of ``account.disabled``: why."""
